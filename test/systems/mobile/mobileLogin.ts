import type { Answer } from '../../server/httpCall';
import type { RouteDriver } from '../../server/routeDriver';

/** What an app sends to log in, without the address. */
export const LOGIN = {
  application: { id: 'com.example.app', name: 'Example', version: '1.0.0' },
  device: { id: 'device-1', description: 'iPhone X' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};

/** Logs a device in. */
export async function login(driver: RouteDriver, email: string, more: object = {}): Promise<Answer> {
  return driver.call('/mobileapp/$authenticate', { method: 'POST', body: { ...LOGIN, email, ...more } });
}
