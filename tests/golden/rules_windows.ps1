#Requires -RunAsAdministrator
# egress-rules powershell: what Azure IoT Edge needs to get out, policy 0123456789ab
# default-deny, rules of a host
# owner: plant-it@contoso.example
# reason: CHG-4711: line 3
# expires: 2027-06-30
# note: blob: no address was found, only targets that hold names can let it out
# egress-policy/1 policy 0123456789ab default-deny host - -
# egress-policy/1 owner plant-it@contoso.example
# egress-policy/1 reason CHG-4711: line 3
# egress-policy/1 expires 2027-06-30
# egress-policy/1 flow iot-hub tcp 443,5671,8883 resolved required
# egress-policy/1 name contoso.azure-devices.net
# egress-policy/1 to 203.0.113.10/32 203.0.113.64/27 2001:db8:2::10/128
# egress-policy/1 flow acr tcp 443 service-tag alternative
# egress-policy/1 name *.azurecr.io mcr.microsoft.com
# egress-policy/1 tag AzureContainerRegistry
# egress-policy/1 to 203.0.113.128/25 2001:db8:2:1::/64
# egress-policy/1 flow dns tcp,udp 53 given required
# egress-policy/1 to 10.9.0.53/32
# egress-policy/1 flow ntp udp 123 resolved required
# egress-policy/1 name pool.ntp.org
# egress-policy/1 to 203.0.113.123/32
# egress-policy/1 flow blob tcp 443 names-only required
# egress-policy/1 name contoso.blob.core.windows.net
# The rules by name need: Windows 11 or Server 2022 (build 20348), Defender Antivirus on (platform
# 4.18.2209.7) with Network Protection in block or audit mode, DNS over HTTPS off, no proxy. An address counts
# only after this machine asked DNS for the name, is forgotten at a restart, and a first connection may be
# refused. IoT Edge for Linux on Windows asks DNS inside its virtual machine: its names may not be seen here.
param([switch] $Undo)
$ErrorActionPreference = 'Stop'
$Group = 'Egress: Azure IoT Edge'
$Saved = 'HKLM:\SOFTWARE\Egress\DefaultOutboundAction'
$Keywords = @(
    @{ Id = '{25ba1823-c42a-8ae4-b41d-ba71329881d5}'; Keyword = '*.azurecr.io' }
    @{ Id = '{e26de0b9-33bc-8a20-af2d-b1b17ac5f7fc}'; Keyword = 'contoso.blob.core.windows.net' }
    @{ Id = '{0dc0c7df-74c5-839d-9d69-47a862ecd830}'; Keyword = 'mcr.microsoft.com' }
)
$Rules = @(
    @{ Name = 'egress-iot-hub-tcp'; DisplayName = 'Egress iot-hub TCP'; Description = 'iot-hub: IoT Hub: messages, identity of modules';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'TCP'; RemotePort = @('443', '5671', '8883');
        RemoteAddress = @('203.0.113.10', '203.0.113.64/27', '2001:db8:2::10') }
    @{ Name = 'egress-acr-tcp'; DisplayName = 'Egress acr TCP'; Description = 'acr';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'TCP'; RemotePort = @('443');
        RemoteDynamicKeywordAddresses = @('{25ba1823-c42a-8ae4-b41d-ba71329881d5}', '{0dc0c7df-74c5-839d-9d69-47a862ecd830}') }
    @{ Name = 'egress-dns-tcp'; DisplayName = 'Egress dns TCP'; Description = 'dns';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'TCP'; RemotePort = @('53');
        RemoteAddress = @('10.9.0.53') }
    @{ Name = 'egress-dns-udp'; DisplayName = 'Egress dns UDP'; Description = 'dns';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'UDP'; RemotePort = @('53');
        RemoteAddress = @('10.9.0.53') }
    @{ Name = 'egress-ntp-udp'; DisplayName = 'Egress ntp UDP'; Description = 'ntp';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'UDP'; RemotePort = @('123');
        RemoteAddress = @('203.0.113.123') }
    @{ Name = 'egress-blob-tcp'; DisplayName = 'Egress blob TCP'; Description = 'blob';
        Direction = 'Outbound'; Action = 'Allow'; Protocol = 'TCP'; RemotePort = @('443');
        RemoteDynamicKeywordAddresses = @('{e26de0b9-33bc-8a20-af2d-b1b17ac5f7fc}') }
)
if ($Undo) {
    if (Test-Path -LiteralPath $Saved) {
        foreach ($P in 'Domain', 'Private', 'Public') {
            Set-NetFirewallProfile -Name $P -DefaultOutboundAction (Get-ItemPropertyValue -LiteralPath $Saved -Name $P)
        }
        Remove-Item -LiteralPath $Saved
    }
    Get-NetFirewallRule -Group $Group -ErrorAction SilentlyContinue | Remove-NetFirewallRule
    foreach ($K in $Keywords) { Remove-NetFirewallDynamicKeywordAddress -Id $K.Id -ErrorAction SilentlyContinue }
    Get-NetFirewallProfile -All | Format-Table -Property @('Name', 'Enabled', 'DefaultOutboundAction')
    return
}
Get-NetFirewallRule -Group $Group -ErrorAction SilentlyContinue | Remove-NetFirewallRule
foreach ($K in $Keywords) {
    Remove-NetFirewallDynamicKeywordAddress -Id $K.Id -ErrorAction SilentlyContinue
    New-NetFirewallDynamicKeywordAddress @K -AutoResolve $true | Out-Null
}
foreach ($R in $Rules) { New-NetFirewallRule @R -Group $Group -Profile Any -Enabled True | Out-Null }
if (-not (Test-Path -LiteralPath $Saved)) {
    New-Item -Path $Saved -Force | Out-Null
    foreach ($P in Get-NetFirewallProfile -All) {
        New-ItemProperty -LiteralPath $Saved -Name $P.Name -Value $P.DefaultOutboundAction.ToString() | Out-Null
    }
}
Set-NetFirewallProfile -All -DefaultOutboundAction Block
Get-NetFirewallProfile -All -PolicyStore ActiveStore | Format-Table -Property @('Name', 'Enabled', 'DefaultOutboundAction')
# Afterwards, on this machine:
# Test-NetConnection -ComputerName 'contoso.azure-devices.net' -Port 443
# Test-NetConnection -ComputerName 'contoso.azure-devices.net' -Port 5671
# Test-NetConnection -ComputerName 'contoso.azure-devices.net' -Port 8883
# Test-NetConnection -ComputerName 'NAME.azurecr.io' -Port 443
# Test-NetConnection -ComputerName 'mcr.microsoft.com' -Port 443
# Test-NetConnection -ComputerName '10.9.0.53' -Port 53
# Resolve-DnsName -Name mcr.microsoft.com -Server 10.9.0.53
# w32tm /stripchart /computer:pool.ntp.org /samples:1
# Test-NetConnection -ComputerName 'contoso.blob.core.windows.net' -Port 443
# Other rules stay in force, Windows' own among them (Core Networking lets DNS and DHCP out):
# Get-NetFirewallRule -Direction Outbound -Enabled True -Action Allow -PolicyStore ActiveStore
# A rule that blocks wins over these:
# Get-NetFirewallRule -Direction Outbound -Enabled True -Action Block -PolicyStore ActiveStore
