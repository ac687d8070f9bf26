// egress-rules nsg-bicep: what Azure IoT Edge needs to get out, policy 0123456789ab
// default-deny, rules of a host
// owner: ops@example.com
// CANNOT: flow mcr is missing: nsg-bicep cannot hold *.data.mcr.microsoft.com, and no addresses are known for it
// egress-policy/1 policy 0123456789ab default-deny host - -
// egress-policy/1 owner ops@example.com
// egress-policy/1 flow iot-hub tcp 443,5671,8883 resolved required
// egress-policy/1 name contoso.azure-devices.net
// egress-policy/1 to 203.0.113.10/32 2001:db8::10/128
// egress-policy/1 flow acr-data tcp 443 service-tag required
// egress-policy/1 name *.data.azurecr.io contoso.azurecr.io
// egress-policy/1 tag AzureContainerRegistry.WestEurope
// egress-policy/1 to 198.51.100.0/27 198.51.100.64/26 2001:db8:1::/48
// egress-policy/1 flow mcr tcp 443 names-only required
// egress-policy/1 name *.data.mcr.microsoft.com mcr.microsoft.com
// egress-policy/1 flow packages tcp 80,443 resolved required
// egress-policy/1 name packages.example.com
// egress-policy/1 to 192.0.2.80/32
// egress-policy/1 flow dns tcp,udp 53 given required
// egress-policy/1 to 10.0.0.53/32
// egress-policy/1 flow ntp udp 123 given required
// egress-policy/1 to 10.0.0.123/32
// service tags are taken for the ranges known at export, what Azure adds to them is let out, too

param networkSecurityGroupName string = 'egress'
param location string = resourceGroup().location

resource group 'Microsoft.Network/networkSecurityGroups@2023-09-01' = {
  name: networkSecurityGroupName
  location: location
  properties: {
    securityRules: [
      {
        name: 'iot-hub-tcp-1'
        properties: {
          description: 'why iot-hub'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '203.0.113.10/32'
          ]
          destinationPortRanges: [
            '443'
            '5671'
            '8883'
          ]
        }
      }
      {
        name: 'iot-hub-tcp-2'
        properties: {
          description: 'why iot-hub'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '2001:db8::10/128'
          ]
          destinationPortRanges: [
            '443'
            '5671'
            '8883'
          ]
        }
      }
      {
        name: 'acr-data-tcp-1'
        properties: {
          description: 'why acr-data'
          priority: 120
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefix: 'AzureContainerRegistry.WestEurope'
          destinationPortRanges: [
            '443'
          ]
        }
      }
      {
        name: 'packages-tcp-1'
        properties: {
          description: 'why packages'
          priority: 130
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '192.0.2.80/32'
          ]
          destinationPortRanges: [
            '80'
            '443'
          ]
        }
      }
      {
        name: 'dns-tcp-1'
        properties: {
          description: 'why dns'
          priority: 140
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '10.0.0.53/32'
          ]
          destinationPortRanges: [
            '53'
          ]
        }
      }
      {
        name: 'dns-udp-1'
        properties: {
          description: 'why dns'
          priority: 150
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Udp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '10.0.0.53/32'
          ]
          destinationPortRanges: [
            '53'
          ]
        }
      }
      {
        name: 'ntp-udp-1'
        properties: {
          description: 'why ntp'
          priority: 160
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Udp'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefixes: [
            '10.0.0.123/32'
          ]
          destinationPortRanges: [
            '123'
          ]
        }
      }
      {
        name: 'deny-rest'
        properties: {
          description: 'what no rule above names'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourcePortRange: '*'
          sourceAddressPrefix: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}
