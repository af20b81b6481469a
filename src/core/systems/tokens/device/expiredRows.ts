import { row } from './tableRow';

/** Rows from `Expired`. */
export const EXPIRED_ROWS = [
  row('expired.login', 'seed', 'Expired', {
    event: 'the user signs in',
    guard: 'it is right',
    to: 'Active',
    effect: 'a new session with a new token family begins',
  }),
  row('expired.loginRefused', 'ours', 'Expired', {
    event: 'the user signs in',
    guard: 'the server refuses it',
    to: 'Expired',
    effect: 'the sign-in page says so',
  }),
  row('expired.loginFailed', 'ours', 'Expired', {
    event: 'the user signs in',
    guard: 'there is no answer, or one of 500 and above',
    to: 'Expired',
    effect: 'the sign-in page says so',
  }),
  row('expired.late', 'ours', 'Expired', {
    event: 'a late answer to an earlier session arrives',
    to: 'Expired',
    effect: 'it is ignored',
  }),
  row('expired.relaunch', 'ours', 'Expired', {
    event: 'the process is killed, then the app is started',
    to: 'Loading',
    effect: 'nothing private is shown',
  }),
] as const;
