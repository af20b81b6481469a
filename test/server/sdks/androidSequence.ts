import { urlEncoded } from '../../../src/core/base/urlText';
import {
  androidAction,
  androidDeleted,
  androidLogin,
  androidOk,
  androidPage,
  androidStatus,
  androidUpload,
  androidUserInfo,
  decodeAndroidPing,
} from './androidDecoders';
import type { SdkApp, SdkResult, SdkTable } from './sdkApp';
import { type SdkCall, SdkFailure, type SdkRun } from './sdkCall';

/** `EntityListViewModel.DEFAULT_REST_PAGE_SIZE`. */
const PAGE = 50;
/** `DataSync.FACTOR_OF_MAX_SUCCESSIVE_SYNC`. */
const ROUNDS_FOR_EACH_TABLE = 3;

/**
 * What an app made with the Android SDK asks for in its life, in its order and as it writes it: ping, login, data sync,
 * picture and action, push token, logout (`LoginViewModel`, `DataSync`, `EntityListViewModel`, `ActionViewModel`,
 * `PushViewModel`).
 * @throws SdkFailure where the app would show an error, with what it would show
 */
export function* androidSequence(app: SdkApp): SdkRun<SdkResult> {
  const client = new AndroidClient(app);
  decodeAndroidPing(yield client.get('GET /mobileapp/'));
  const answer = yield client.login();
  const login = androidLogin(answer);
  if (login.token === undefined) throw new SdkFailure(`The login is pending: ${login.statusText ?? ''}`);
  client.token = login.token;
  client.userInfo = withoutNulls(login.userInfo ?? {});
  // `storeCookies`: OkHttp gives the last one of several headers.
  client.cookie = [answer.headers['set-cookie'] ?? []].flat().at(-1);
  if (app.email === '') androidStatus(yield client.get('GET /mobileapp/$licensecheck'));
  const synced = yield* dataSync(app, client);
  const { uploadId, action } = yield* actionOf(app, client);
  const push = yield client.post('POST /mobileapp/$userInfo', { device: { token: app.pushToken } });
  if (!androidUserInfo(push).ok) throw new SdkFailure('sendToken: the answer does not say ok');
  if (!androidOk(yield client.send('POST /mobileapp/$logout')).ok) throw new SdkFailure('logout: the answer says no');
  return {
    sessionId: login.id,
    userInfo: client.userInfo,
    ...synced,
    ...(uploadId !== undefined && { uploadId }),
    ...(action && { action }),
  };
}

type Synced = Pick<SdkResult, 'records' | 'deleted' | 'stamp'>;

/**
 * `DataSync.perform` and `analyzeGlobalStamps`: all tables are read; those whose stamp is smaller than the greatest are
 * read again, until all have the same or too many rounds were needed. Then come the deleted records.
 */
function* dataSync({ tables, stamp: start }: SdkApp, client: AndroidClient): SdkRun<Synced> {
  const records: Record<string, Readonly<Record<string, unknown>>[]> = {};
  const stamps = new Map<string, number>(tables.map(({ name }) => [name, start]));
  let waiting: readonly SdkTable[] = tables;
  for (let round = 0; waiting.length > 0; round++) {
    if (round > ROUNDS_FOR_EACH_TABLE * waiting.length) throw new SdkFailure('unsuccessfulSynchronization');
    for (const table of waiting) {
      stamps.set(table.name, yield* pagesOf(table, stamps.get(table.name) ?? 0, client, records));
    }
    const greatest = Math.max(start, ...stamps.values());
    waiting = tables.filter(({ name }) => (stamps.get(name) ?? 0) < greatest);
  }
  const stamp = Math.max(start, ...stamps.values());
  const query = { $filter: `"__Stamp >= ${start}"`, $limit: 100_000 };
  const answer = yield client.get('GET /mobileapp/*', `/mobileapp/__DeletedRecords${queryOf(query)}`);
  return { records, stamp, deleted: androidDeleted(answer) };
}

/** `EntityListViewModel.getEntities`: pages of fifty, until as many came as `__COUNT` says. Gives the stamp. */
function* pagesOf(
  table: SdkTable,
  stamp: number,
  client: AndroidClient,
  records: Record<string, Readonly<Record<string, unknown>>[]>,
): SdkRun<number> {
  const { name, fields, relations = [] } = table;
  const filter = predicate(table, stamp);
  const attributes = Object.fromEntries([
    ...fields.map((field) => [field, true] as const),
    ...relations.map((one) => [one.name, Object.fromEntries(one.fields.map((field) => [field, true]))] as const),
  ]);
  let received = 0;
  for (let page = 0; ; page++) {
    const query = {
      ...(filter !== undefined && { $filter: filter }),
      $extendedAttributes: 'true',
      $params: `'${formEncoded(JSON.stringify(client.userInfo))}'`,
      $skip: page * PAGE,
      $limit: PAGE,
    };
    const answer = yield client.post('POST /mobileapp/*', attributes, `/mobileapp/${name}${queryOf(query)}`);
    const { records: more, count, stamp: now } = androidPage(answer);
    const keys = new Set<unknown>(more.map(({ __KEY }) => __KEY).filter((key) => key !== undefined));
    records[name] = [...(records[name] ?? []).filter(({ __KEY }) => !keys.has(__KEY)), ...more];
    received += more.length;
    if (count <= received) return now;
    if (more.length === 0) throw new SdkFailure(`performRequest: ${name} never comes to its last page`);
  }
}

/** `buildPredicate`: nothing for a first sync without a restriction. */
function predicate({ filter }: SdkTable, stamp: number): string | undefined {
  const parts = [
    ...(stamp > 0 ? [`__GlobalStamp >= ${stamp}`] : []),
    ...(filter === undefined ? [] : [stamp > 0 ? `(${filter})` : filter]),
  ];
  return parts.length === 0 ? undefined : `"${parts.join(' AND ')}"`;
}

/** `ActionHelper.getActionContent`, and the upload before it. */
function* actionOf({ action }: SdkApp, client: AndroidClient): SdkRun<Pick<SdkResult, 'uploadId' | 'action'>> {
  if (!action) return {};
  const { name, table, primaryKey, parameters, picture } = action;
  const upload = picture && androidUpload(yield client.upload(picture.bytes, picture.type));
  const answer = yield client.post(
    'POST /mobileapp/$action/*',
    {
      id: '0f6a1c1e-8a53-4f7c-a6f1-5d0a2a2f5b11',
      context: { dataClass: table ?? '', ...(primaryKey !== undefined && { entity: { primaryKey } }) },
      parameters: { ...parameters, ...(picture && upload && { [picture.parameter]: upload.id }) },
      ...(picture && { metadata: { parameters: { [picture.parameter]: 'uploaded' } } }),
    },
    `/mobileapp/$action/${urlEncoded(name)}`,
  );
  return { action: androidAction(answer), ...(upload && { uploadId: upload.id }) };
}

/** The headers and bodies of `AuthenticationInterceptor`, Retrofit and OkHttp. */
class AndroidClient {
  token: string | undefined;
  cookie: string | undefined;
  userInfo: Readonly<Record<string, unknown>> = {};

  constructor(private readonly app: SdkApp) {}

  get(route: string, target = route.slice(route.indexOf('/'))): SdkCall {
    return { route, method: 'GET', target, headers: this.headers('application/json') };
  }

  /** A POST without a body, which says that it is JSON. */
  send(route: string): SdkCall {
    const target = route.slice(route.indexOf('/'));
    return { route, method: 'POST', target, headers: this.headers('application/json'), body: '' };
  }

  post(route: string, body: unknown, target = route.slice(route.indexOf('/'))): SdkCall {
    const headers = this.headers('application/json; charset=utf-8');
    return { route, method: 'POST', target, headers, body: JSON.stringify(body) };
  }

  upload(body: Buffer, type: string): SdkCall {
    const target = `/mobileapp/$upload${queryOf({ $rawPict: 'true' })}`;
    return { route: 'POST /mobileapp/$upload', method: 'POST', target, headers: this.headers(type), body };
  }

  login(): SdkCall {
    const { email, password, application, device, language, parameters = {} } = this.app;
    return this.post('POST /mobileapp/$authenticate', { email, password, application, device, language, parameters });
  }

  /** The cookie goes back under a wrong name (docs/facts/4d-mobile.md#headers-and-cookies). */
  private headers(type: string): Record<string, string> {
    return {
      'Content-Type': type,
      'X-QMobile': '1',
      ...(this.cookie && { 'Set-Cookie': this.cookie }),
      ...(this.token && { Authorization: `Bearer ${this.token}` }),
      'Accept-Encoding': 'gzip',
      'User-Agent': 'okhttp/4.9.3',
    };
  }
}

/** `UserInfoDateFormatter` leaves out what is null. */
function withoutNulls(userInfo: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(userInfo).filter(([, value]) => value !== null));
}

/**
 * `@Query(encoded = true)`: OkHttp takes the values as escaped and escapes only what a query must not have: blanks,
 * quotes, angle brackets, `#`, `&` and `=`. The order is that of the declaration.
 */
function queryOf(query: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${canonical(String(value))}`);
  return `?${parts.join('&')}`;
}

function canonical(text: string): string {
  return text.replace(/[ "'<>#&=]|[^\x20-\x7e]+/g, (signs) => urlEncoded(signs).replaceAll("'", '%27'));
}

/** `URLEncoder.encode` of Java: a form's part. */
function formEncoded(text: string): string {
  return urlEncoded(text)
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
