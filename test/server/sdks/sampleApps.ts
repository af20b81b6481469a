import type { SdkAction, SdkApp, SdkTable } from './sdkApp';

/** What an app has to be told about its data. */
export interface AppData {
  readonly tables: readonly SdkTable[];
  readonly action?: SdkAction;
  /** Empty for a guest. */
  readonly email?: string;
  readonly stamp?: number;
}

/** An app on an iPhone. */
export function iosApp({ email = 'jane.doe@example.com', stamp = 0, ...data }: AppData): SdkApp {
  return {
    application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
    team: 'UTT7VDX8W5',
    email,
    password: 'secret',
    device: {
      id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
      description: 'iPhone X',
      version: '16.4',
      os: 'iOS',
      simulator: true,
    },
    language: { id: 'en_US', code: 'en', region: 'US' },
    stamp,
    pushToken: 'a1'.repeat(32),
    ...data,
  };
}

/** The same on a Pixel. */
export function androidApp({ email = 'john.doe@example.com', stamp = 0, ...data }: AppData): SdkApp {
  return {
    application: { id: 'com.contactapp.contact', name: 'Contact', version: '1.0.0' },
    team: '',
    email,
    password: '',
    device: {
      id: '9774d56d682e549c',
      simulator: false,
      description: 'Pixel 7',
      version: '29 (Android Q)',
      os: 'Android',
    },
    language: { id: 'en_US', code: 'en', region: 'US' },
    stamp,
    pushToken: 'fcm:1',
    ...data,
  };
}
