import path from 'node:path';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { type Answer, call } from '../server/httpCall';
import type { CrashLoad, CrashRole } from './crashLoad';

/** Has a page: REST takes no passcode. */
const PROJECT = path.resolve(__dirname, '../../../media/examples/otp');

/** The options that the roles of web sessions need. */
export const WEB_CRASH_OPTIONS: ServerOptions = { web: { project: PROJECT } };

/** Browsers that use cookies and passcodes, and testers who change and close web sessions. */
export const WEB_CRASH_ROLES: readonly CrashRole[] = [guest, visitor, visitor, editor];

function visit({ address }: CrashLoad, cookie?: string): Promise<Answer> {
  return call(`${address.url}/rest/$catalog`, { headers: { ...(cookie !== undefined && { cookie }) } });
}

/** Whether an answer sets this cookie. */
function gives({ headers }: Answer, cookie: string): boolean {
  return headers['set-cookie']?.some((text) => text.startsWith(`${cookie};`)) === true;
}

/** Whether a cookie names a session. If it names none, the server sets another one. */
async function isSession(load: CrashLoad, cookie: string): Promise<boolean> {
  const answer = await visit(load, cookie);
  return answer.headers['set-cookie'] === undefined || gives(answer, cookie);
}

/** Gets a session cookie by a request. */
async function guest(load: CrashLoad, id: string): Promise<void> {
  await load.ask(
    id,
    'web session of a guest',
    () => visit(load),
    ({ headers }) => {
      const [cookie = 'none'] = (headers['set-cookie'] ?? []).map((text) => text.split(';', 1).join());
      return () => isSession(load, cookie);
    },
  );
}

/** Creates passcodes in a web session and uses one of them. */
async function visitor(load: CrashLoad, id: string): Promise<void> {
  const cookieIn = ({ json }: Answer) => `${json.cookie.name}=${json.cookie.value}`;
  const make = () => load.control.post('/web/sessions');
  const made = await load.ask(
    `${id} session`,
    'web session',
    make,
    (answer) => () => isSession(load, cookieIn(answer)),
  );
  const cookie = cookieIn(made);
  const redeem = (otp: string) => call(`${load.address.url}/authenticationOK.shtml?$4DSID=${otp}`);
  const otp = async (key: string): Promise<string> => {
    const { json } = await load.ask(
      `${id} ${key}`,
      'unused passcode',
      () => load.control.post(`/web/sessions/${made.json.id}/otp`, {}),
      ({ json }) =>
        async () =>
          gives(await redeem(json.otp), cookie),
    );
    return json.otp;
  };
  const used = await otp('used');
  await otp('unused');
  const send = () => redeem(used);
  await load.ask(`${id} used`, 'used passcode', send, () => async () => !gives(await redeem(used), cookie));
}

/** Changes a web session, and closes every second one. */
async function editor(load: CrashLoad, id: string): Promise<void> {
  const { id: session, cookie } = (await load.control.post('/web/sessions')).json;
  const storage = { cart: { for: id } };
  const call = (method: string, body?: object) => load.control.call(method, `/web/sessions/${session}`, body);
  await load.ask(
    id,
    'changed web session',
    () => call('PATCH', { storage, userName: id }),
    () => async () => {
      const { json } = await call('PATCH', { idleTimeout: 60 });
      return json.userName === id && json.storage.cart.for === id;
    },
  );
  if (!/[02468]$/.test(id)) return;
  const close = () => call('DELETE');
  await load.ask(
    id,
    'closed web session',
    close,
    () => async () => !(await isSession(load, `${cookie.name}=${cookie.value}`)),
  );
}
