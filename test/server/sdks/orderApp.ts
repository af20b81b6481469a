import { androidSequence } from './androidSequence';
import { iosSequence } from './iosSequence';
import { androidApp, iosApp } from './sampleApps';
import type { SdkAction } from './sdkApp';

/** The records of `OtherServer` for the app that orders products. */
export const PRODUCTS = Array.from({ length: 130 }, (_, at) => ({
  __KEY: `${at}`,
  __STAMP: 1,
  ID: at,
  Name: `Product ${at}`,
}));

/** The record of one owner, with other members as a test needs them. */
export const ownersWith = (Email: string, more: object = {}) => [{ __KEY: '1', __STAMP: 1, ID: 1, Email, ...more }];

const TABLES = [
  { name: 'Products', fields: ['ID', 'Name'] },
  { name: 'Owners', fields: ['ID', 'Email'], filter: 'Email = :email' },
];
const ACTION: SdkAction = {
  name: 'order now',
  table: 'Products',
  primaryKey: '3',
  parameters: { count: 2 },
  picture: { parameter: 'photo', bytes: Buffer.from([0xff, 0xd8, 0xff]), type: 'image/jpeg' },
};

/** All that this app asks for, from its web test to its logout, by each SDK. */
export const ORDER_RUNS = {
  iOS: (email?: string) => iosSequence(iosApp({ tables: TABLES, action: ACTION, ...(email && { email }) })),
  Android: (email?: string) => androidSequence(androidApp({ tables: TABLES, action: ACTION, ...(email && { email }) })),
};
