// egress-rules azure-firewall-bicep: what Azure IoT Edge needs to get out, policy 0123456789ab
// default-deny, rules of a host
// owner: ops@example.com
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

param firewallPolicyName string = 'egress'
param location string = resourceGroup().location

resource policy 'Microsoft.Network/firewallPolicies@2023-09-01' = {
  name: firewallPolicyName
  location: location
  properties: {
    sku: {
      tier: 'Standard'
    }
    dnsSettings: {
      enableProxy: true
    }
  }
}

resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-09-01' = {
  parent: policy
  name: 'egress'
  properties: {
    priority: 1000
    ruleCollections: [
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'egress-network'
        priority: 1000
        action: {
          type: 'Allow'
        }
        rules: [
          {
            ruleType: 'NetworkRule'
            name: 'iot-hub'
            description: 'why iot-hub'
            ipProtocols: [
              'TCP'
            ]
            sourceAddresses: [
              '*'
            ]
            destinationFqdns: [
              'contoso.azure-devices.net'
            ]
            destinationPorts: [
              '5671'
              '8883'
            ]
          }
          {
            ruleType: 'NetworkRule'
            name: 'dns'
            description: 'why dns'
            ipProtocols: [
              'TCP'
              'UDP'
            ]
            sourceAddresses: [
              '*'
            ]
            destinationAddresses: [
              '10.0.0.53/32'
            ]
            destinationPorts: [
              '53'
            ]
          }
          {
            ruleType: 'NetworkRule'
            name: 'ntp'
            description: 'why ntp'
            ipProtocols: [
              'UDP'
            ]
            sourceAddresses: [
              '*'
            ]
            destinationAddresses: [
              '10.0.0.123/32'
            ]
            destinationPorts: [
              '123'
            ]
          }
        ]
      }
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        name: 'egress-application'
        priority: 2000
        action: {
          type: 'Allow'
        }
        rules: [
          {
            ruleType: 'ApplicationRule'
            name: 'iot-hub'
            description: 'why iot-hub'
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            sourceAddresses: [
              '*'
            ]
            targetFqdns: [
              'contoso.azure-devices.net'
            ]
          }
          {
            ruleType: 'ApplicationRule'
            name: 'acr-data'
            description: 'why acr-data'
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            sourceAddresses: [
              '*'
            ]
            targetFqdns: [
              '*.data.azurecr.io'
              'contoso.azurecr.io'
            ]
          }
          {
            ruleType: 'ApplicationRule'
            name: 'mcr'
            description: 'why mcr'
            protocols: [
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            sourceAddresses: [
              '*'
            ]
            targetFqdns: [
              '*.data.mcr.microsoft.com'
              'mcr.microsoft.com'
            ]
          }
          {
            ruleType: 'ApplicationRule'
            name: 'packages'
            description: 'why packages'
            protocols: [
              {
                protocolType: 'Http'
                port: 80
              }
              {
                protocolType: 'Https'
                port: 443
              }
            ]
            sourceAddresses: [
              '*'
            ]
            targetFqdns: [
              'packages.example.com'
            ]
          }
        ]
      }
    ]
  }
}
