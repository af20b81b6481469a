/** What an app of iOS sends to log in. */
export const MOBILE_LOGIN = {
  email: 'jane.doe@example.com',
  application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
  team: { id: 'UTT7VDX8W5' },
  device: { id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3', description: 'iPhone', version: '16.4', os: 'iOS' },
  language: { id: 'en_US', code: 'en', region: 'US' },
} as const;
