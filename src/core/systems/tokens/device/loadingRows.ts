import { row } from './tableRow';

/** Rows from the start of the app. */
export const LOADING_ROWS = [
  row('start.launch', 'seed', 'Start', {
    event: 'the app is started for the first time',
    to: 'Loading',
    effect: 'nothing private is shown',
  }),
  row('loading.none', 'ours', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'there are none that can be used',
    to: 'Expired',
    effect: 'the sign-in page is shown',
  }),
  row('loading.valid', 'seed', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'the access token is not over, and nothing asks for a lock',
    to: 'Active',
    effect: 'the inactivity timer starts',
  }),
  row('loading.validLocked', 'ours', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'the access token is not over, and the app locks at its start, was locked, or was away for too long',
    to: 'Locked',
    effect: 'the lock screen is the first screen',
  }),
  row('loading.refreshed', 'seed', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'the access token is over, and a refresh answers 200',
    to: 'Active',
    effect: 'the new tokens are stored',
  }),
  row('loading.refreshedLocked', 'seed', 'Loading', {
    event: 'the tokens are looked at',
    guard:
      'the access token is over, a refresh answers 200, and the app locks at its start, was locked, or was away for too long',
    to: 'Locked',
    effect: 'the new tokens are stored, and the lock screen is the first screen',
  }),
  row('loading.invalidGrant', 'seed', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'a refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the tokens are wiped, and the sign-in page says why',
  }),
  row('loading.offlineRetry', 'ours', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'a refresh has no answer or fails, and the app waits for the network',
    to: 'Loading',
    effect: 'the tokens are kept for the next attempt',
  }),
  row('loading.offlineActive', 'ours', 'Loading', {
    event: 'the tokens are looked at',
    guard: 'a refresh has no answer or fails, the app works without network, and nothing asks for a lock',
    to: 'Active',
    effect: 'the tokens are kept',
  }),
  row('loading.offlineLocked', 'ours', 'Loading', {
    event: 'the tokens are looked at',
    guard:
      'a refresh has no answer or fails, the app works without network, and locks at its start, was locked, or was away for too long',
    to: 'Locked',
    effect: 'the tokens are kept, and the lock screen is the first screen',
  }),
  row('loading.refreshLate', 'ours', 'Loading', {
    event: 'a refresh is sent, and its answer is under way',
    to: 'Loading',
    effect: 'the app waits',
  }),
  row('loading.relaunch', 'ours', 'Loading', {
    event: 'the process is killed, then the app is started',
    to: 'Loading',
    effect: 'nothing private is shown',
  }),
] as const;
