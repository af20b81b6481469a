import { urlEncoded } from '../../../src/core/base/urlText';
import {
  decodeIos,
  decodeIosPing,
  decodeIosWebTest,
  type IosPage,
  iosAction,
  iosAuthToken,
  iosPage,
  iosStatus,
  iosTables,
  iosUpload,
  iosUserInfo,
} from './iosDecoders';
import type { SdkApp, SdkResult, SdkTable } from './sdkApp';
import { type SdkCall, SdkFailure, type SdkRun } from './sdkCall';

/** `Prephirences.DataSync.Request.limit`. */
const LIMIT = 100_000;

/**
 * What an app made with the iOS SDK asks for in its life, in its order and as it writes it: web test, ping, login, data
 * sync with the structure first, picture and action, push token, logout (`APIManager`, `DataSync.sync`,
 * `APIManager.sendDeviceToken`).
 * @throws SdkFailure where the app would show an error, with what it would show
 */
export function* iosSequence(app: SdkApp): SdkRun<SdkResult> {
  const client = new IosClient(app);
  decodeIosWebTest(yield client.get('GET /4dwebtest', '/4dwebtest'));
  decodeIosPing(yield client.get('GET /mobileapp/', '/mobileapp/'));
  const login = decodeIos(yield client.login(), 'AuthToken', iosAuthToken);
  if (login.token === undefined) throw new SdkFailure(`The login is pending: ${login.statusText ?? ''}`);
  client.token = login.token;
  client.userInfo = login.userInfo ?? {};
  if (app.email === '') {
    const { ok } = decodeIos(yield client.get('GET /mobileapp/$licensecheck'), 'Status', iosStatus);
    if (!ok) throw new SdkFailure('licenseCheck: there is no licence');
  }
  const synced = yield* dataSync(app, client);
  const { uploadId, action } = yield* actionOf(app, client);
  const push = decodeIos(
    yield client.post('POST /mobileapp/$userInfo', { device: { token: app.pushToken } }),
    'UserInfoResult',
    iosUserInfo,
  );
  if (!push.ok) throw new SdkFailure('sendDeviceToken: the answer says that it failed');
  const { ok } = decodeIos(yield client.send('POST /mobileapp/$logout'), 'Status', iosStatus);
  if (!ok) throw new SdkFailure('logout: the answer says that it failed');
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
 * `DataSync.loadRemoteTable`, `doSync` and `syncDeletedRecods`: tables and attributes that are missing end the sync;
 * then each table is read until its last page, and those with a smaller stamp than the greatest are read again.
 */
function* dataSync({ tables, stamp: start }: SdkApp, client: IosClient): SdkRun<Synced> {
  const remote = decodeIos(yield client.get('GET /mobileapp/$catalog/$all'), 'Table', iosTables);
  for (const { name, fields, relations = [] } of tables) {
    const there = remote.find((table) => table.name === name);
    if (!there) throw new SdkFailure(`missingRemoteTables: ${name}`);
    const missing = [...fields, ...relations.map((relation) => relation.name)].filter(
      (one) => !there.attributes.includes(one),
    );
    if (missing.length > 0) throw new SdkFailure(`missingRemoteTableAttributes: ${name}.${missing.join(', ')}`);
  }
  const records: Record<string, Readonly<Record<string, unknown>>[]> = {};
  const stamps = new Map<string, number>(tables.map(({ name }) => [name, start]));
  let waiting: readonly SdkTable[] = tables;
  for (let round = 0; waiting.length > 0; round++) {
    if (round > 3 * tables.length) throw new SdkFailure('DataSync: the stamps of the tables never become the same');
    for (const table of waiting) {
      const last = yield* pagesOf(table, stamps.get(table.name) ?? 0, client, records);
      stamps.set(table.name, last.stamp);
    }
    const greatest = Math.max(...stamps.values());
    waiting = tables.filter(({ name }) => (stamps.get(name) ?? 0) < greatest);
  }
  const stamp = Math.max(start, ...stamps.values());
  const query = { $filter: `"__Stamp >= ${start} AND __Stamp <= ${stamp}"`, $limit: LIMIT };
  const deleted = decodeIos(
    yield client.get('GET /mobileapp/*', `/mobileapp/__DeletedRecords${queryOf(query)}`),
    'Page',
    iosPage,
  );
  return { records, stamp, deleted: deletedOf(deleted) };
}

/** `APIManager.records(recursive: true)`: asks for the next page until `first + sent == count`. */
function* pagesOf(
  { name, fields, relations = [], filter }: SdkTable,
  stamp: number,
  client: IosClient,
  records: Record<string, Readonly<Record<string, unknown>>[]>,
): SdkRun<IosPage> {
  const stampFilter = `__GlobalStamp>=${stamp}`;
  const attributes = Object.fromEntries([
    ...fields.map((field) => [field, true] as const),
    ...relations.map((one) => [one.name, Object.fromEntries(one.fields.map((field) => [field, true]))] as const),
  ]);
  const query = {
    $extendedAttributes: 'true',
    $limit: LIMIT,
    $filter: filter === undefined ? `"${stampFilter}"` : `"(${filter}) AND ${stampFilter}"`,
    ...(filter !== undefined && { $params: `'${pretty(client.userInfo)}'` }),
  };
  let skip: number | undefined;
  for (;;) {
    const target = `/mobileapp/${name}${queryOf({ ...query, ...(skip !== undefined && { $skip: skip }) })}`;
    const page = decodeIos(yield client.post('POST /mobileapp/*', attributes, target), 'Page', iosPage);
    if (page.table !== name) throw new SdkFailure(`incoherentTableName: ${page.table} instead of ${name}`);
    records[name] = merged(records[name] ?? [], page.records);
    if (page.isLast) return page;
    if (page.next <= (skip ?? 0)) throw new SdkFailure(`Page: ${name} never comes to its last page`);
    skip = page.next;
  }
}

/** A record that came before is written over. */
function merged<R extends Readonly<Record<string, unknown>>>(before: readonly R[], now: readonly R[]): R[] {
  const keys = new Set<unknown>(now.map(({ __KEY }) => __KEY).filter((key) => key !== undefined));
  return [...before.filter(({ __KEY }) => !keys.has(__KEY)), ...now];
}

function deletedOf({ records }: IosPage): SdkResult['deleted'] {
  return records.map((record) => ({
    table: String(record.__TableName ?? ''),
    primaryKey: String(record.__PrimaryKey ?? ''),
  }));
}

/** `ActionRequest.encodeParameters`: what was uploaded is its id, and the metadata say so. */
function* actionOf({ action }: SdkApp, client: IosClient): SdkRun<Pick<SdkResult, 'uploadId' | 'action'>> {
  if (!action) return {};
  const { name, table, primaryKey, parameters, picture } = action;
  const upload = picture && decodeIos(yield client.upload(picture.bytes, picture.type), 'UploadResult', iosUpload);
  const body = {
    id: '4B7F4C5E-6E0B-4C6B-9E57-0C7D2B1C9A10',
    context: {
      ...(table !== undefined && { dataClass: table }),
      ...(primaryKey !== undefined && { entity: { primaryKey } }),
    },
    parameters: { ...parameters, ...(picture && upload && { [picture.parameter]: upload.id }) },
    ...(picture && { metadata: { parameters: { [picture.parameter]: 'uploaded' } } }),
  };
  const answer = yield client.post('POST /mobileapp/$action/*', body, `/mobileapp/$action/${urlEncoded(name)}`);
  const { success, statusText } = decodeIos(answer, 'ActionResult', iosAction);
  return { action: { success, statusText }, ...(upload && { uploadId: upload.id }) };
}

/** The headers and bodies of `APIManager.endpoint` and of Alamofire below it. */
class IosClient {
  token: string | undefined;
  userInfo: Readonly<Record<string, unknown>> = {};

  constructor(private readonly app: SdkApp) {}

  get(route: string, target = route.slice(route.indexOf('/'))): SdkCall {
    return { route, method: 'GET', target, headers: this.headers };
  }

  /** A POST without a body, which Alamofire sends without a type. */
  send(route: string): SdkCall {
    return { route, method: 'POST', target: route.slice(route.indexOf('/')), headers: this.headers };
  }

  post(route: string, body: unknown, target = route.slice(route.indexOf('/'))): SdkCall {
    const headers = { ...this.headers, 'Content-Type': 'application/json' };
    // JSONSerialization escapes slashes.
    return { route, method: 'POST', target, headers, body: JSON.stringify(body).replaceAll('/', '\\/') };
  }

  upload(body: Buffer, type: string): SdkCall {
    const route = 'POST /mobileapp/$upload';
    const target = `/mobileapp/$upload${queryOf({ $rawPict: 'true' })}`;
    return { route, method: 'POST', target, headers: { ...this.headers, 'Content-Type': type }, body };
  }

  login(): SdkCall {
    const { application, team, email, password, device, language, parameters } = this.app;
    return this.post('POST /mobileapp/$authenticate', {
      email,
      application,
      team: { id: team },
      device,
      language,
      send: 'link',
      password,
      ...(parameters && { parameters }),
    });
  }

  private get headers(): Record<string, string> {
    const { id, name, version } = this.app.application;
    return {
      'Accept-Encoding': 'br;q=1.0, gzip;q=0.9, deflate;q=0.8',
      'Accept-Language': 'en-US;q=1.0',
      'User-Agent': `${name}/${version} (${id}; build:1; iOS 16.4.0) Alamofire/5.6.4`,
      'X-QMobile': '1',
      ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
    };
  }
}

/** Alamofire's `URLEncoding`: sorted by name, and everything escaped but letters, digits, `-._~/?`. */
function queryOf(query: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(query)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`);
  return `?${parts.join('&')}`;
}

function escaped(text: string): string {
  return urlEncoded(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%3F', '?');
}

/** `JSON.description`: pretty-printed by `JSONSerialization`, with blanks around the colons. */
function pretty(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, null, 2).replace(/^(\s*"(?:[^"\\]|\\.)*"): /gm, '$1 : ');
}
