import type { BrowserContext, Page } from 'playwright-core';
import { type MendixHarness, USERS } from '../systems/mendix/mendixHarness';

/**
 * A page at a path of the server, once it has loaded. What its policy refuses, or what fails in it, is a failure.
 * @param status what the load gets: 200 with a session
 */
export async function pageAt(
  context: BrowserContext,
  server: MendixHarness,
  path = '/',
  status: 200 | 401 = 200,
): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    // An answer such as 401, or none, is told there, too, and is what is wanted.
    if (message.type() === 'error' && !/^Failed to load resource: /.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(server.url + path);
  await page.getByText(`get_session_data: ${status}`).first().waitFor();
  return { page, errors };
}

export async function signIn(page: Page, remember: boolean): Promise<void> {
  const [{ name, password }] = USERS;
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(password);
  if (remember) await page.getByLabel(/Remember me/).check();
  await press(page, 'Sign in');
}

export const press = (page: Page, button: string) => page.getByRole('button', { name: button, exact: true }).click();
export const userIn = (page: Page) => page.locator('#user').textContent();
export const shows = (page: Page, user: string | RegExp) => page.locator('#user').getByText(user).waitFor();
/** Waits until the page tells its user something, as a screen reader hears it, too. */
export const says = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
