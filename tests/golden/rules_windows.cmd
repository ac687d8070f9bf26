@echo off
rem egress-rules netsh: what Azure IoT Edge needs to get out, policy 0123456789ab
rem default-deny, rules of a host
rem owner: plant-it@contoso.example
rem reason: CHG-4711: line 3
rem expires: 2027-06-30
rem note: blob: no address was found, only targets that hold names can let it out
rem CANNOT: flow blob is missing: netsh cannot hold contoso.blob.core.windows.net, and no addresses are known for it
rem egress-policy/1 policy 0123456789ab default-deny host - -
rem egress-policy/1 owner plant-it@contoso.example
rem egress-policy/1 reason CHG-4711: line 3
rem egress-policy/1 expires 2027-06-30
rem egress-policy/1 flow iot-hub tcp 443,5671,8883 resolved required
rem egress-policy/1 name contoso.azure-devices.net
rem egress-policy/1 to 203.0.113.10/32 203.0.113.64/27 2001:db8:2::10/128
rem egress-policy/1 flow acr tcp 443 service-tag alternative
rem egress-policy/1 name *.azurecr.io mcr.microsoft.com
rem egress-policy/1 tag AzureContainerRegistry
rem egress-policy/1 to 203.0.113.128/25 2001:db8:2:1::/64
rem egress-policy/1 flow dns tcp,udp 53 given required
rem egress-policy/1 to 10.9.0.53/32
rem egress-policy/1 flow ntp udp 123 resolved required
rem egress-policy/1 name pool.ntp.org
rem egress-policy/1 to 203.0.113.123/32
rem egress-policy/1 flow blob tcp 443 names-only required
rem egress-policy/1 name contoso.blob.core.windows.net
rem This sets the default for inbound traffic, too: to block, as Windows itself has it.
rem Undo: netsh advfirewall import egress-before.wfw, beside this file (the whole firewall).
setlocal DisableDelayedExpansion
if not exist "%~dp0egress-before.wfw" netsh advfirewall export "%~dp0egress-before.wfw" || exit /b 1
netsh advfirewall firewall delete rule name="Egress: Azure IoT Edge" >nul
netsh advfirewall firewall add rule name="Egress: Azure IoT Edge" dir=out action=allow description="egress-iot-hub-tcp iot-hub: IoT Hub: messages, identity of modules" protocol=TCP remoteip=203.0.113.10,203.0.113.64/27,2001:db8:2::10 remoteport=443,5671,8883 profile=any enable=yes || exit /b 1
netsh advfirewall firewall add rule name="Egress: Azure IoT Edge" dir=out action=allow description="egress-acr-tcp acr" protocol=TCP remoteip=203.0.113.128/25,2001:db8:2:1::/64 remoteport=443 profile=any enable=yes || exit /b 1
netsh advfirewall firewall add rule name="Egress: Azure IoT Edge" dir=out action=allow description="egress-dns-tcp dns" protocol=TCP remoteip=10.9.0.53 remoteport=53 profile=any enable=yes || exit /b 1
netsh advfirewall firewall add rule name="Egress: Azure IoT Edge" dir=out action=allow description="egress-dns-udp dns" protocol=UDP remoteip=10.9.0.53 remoteport=53 profile=any enable=yes || exit /b 1
netsh advfirewall firewall add rule name="Egress: Azure IoT Edge" dir=out action=allow description="egress-ntp-udp ntp" protocol=UDP remoteip=203.0.113.123 remoteport=123 profile=any enable=yes || exit /b 1
netsh advfirewall set allprofiles firewallpolicy blockinbound,blockoutbound || exit /b 1
netsh advfirewall show allprofiles firewallpolicy
