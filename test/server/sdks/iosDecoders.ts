import { type SdkAnswer, type SdkErrorsTold, SdkFailure } from './sdkCall';
import { SwiftJson } from './swiftJson';

/**
 * How the iOS SDK (github.com/4d/ios-QMobileAPI, MIT) decodes answers: the rules of its `JSONDecodable` models and of
 * its handling of the HTTP status, written anew. Each decoder names the model that it stands for.
 */
export type IosModel<Value> = (json: SwiftJson) => Value | undefined;

/**
 * `BaseTarget.validationType` is `successCodes`: each status of 2xx, and nothing else. A failure has the errors of the
 * body with it (`RestErrors`), which is what the app shows.
 * @throws SdkFailure as the SDK gives it to the app
 */
export function decodeIos<Value>(answer: SdkAnswer, name: string, model: IosModel<Value>): Value {
  return decoded(answer, name, model, answer.status >= 200 && answer.status < 300);
}

/** `StatusTarget.validationType`: a ping that is answered with 401 or 403 also says that there is a server. */
export function decodeIosPing(answer: SdkAnswer): { ok: boolean } {
  return decoded(answer, 'Status', iosStatus, [200, 401, 403].includes(answer.status));
}

/** `APIManager.loadWebTestInfo`, and what `DataSync.sync` asks of it: a 4D Server of version 18 R5 or later. */
export function decodeIosWebTest(answer: SdkAnswer): { version: readonly number[]; build: string } {
  if (answer.status < 200 || answer.status > 299)
    throw new SdkFailure(`HTTP ${answer.status}`, undefined, answer.status);
  const lines = answer.text.split('\n').filter((line) => line.includes(':'));
  const info = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return iosServerVersion(info.get('Server'));
}

/**
 * `ServerVersion(_:)`: what stands before the first blank is the version, and the rest is the build. Without a blank
 * there is no version at all. `SemVersion.V18R5` is 18.5.0.
 */
export function iosServerVersion(server: string | undefined): { version: readonly number[]; build: string } {
  if (server === undefined) throw new SdkFailure('WebTestInfo: there is no line “Server”, so it is no 4D Server');
  const text = server.replaceAll('4D/', '');
  const blank = text.indexOf(' ');
  if (blank < 0) throw new SdkFailure(`ServerVersion: no blank in “${text}”`);
  const [major = 0, minor = 0, patch = 0] = text
    .slice(0, blank)
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
  if (major < 18 || (major === 18 && minor < 5))
    throw new SdkFailure(`ServerVersion: ${major}.${minor} is before 18 R5`);
  const build = text.slice(blank).replace('(Build ', '').replace(')', '').trim();
  if (!/^\d+(\.\d+)?$/.test(build)) throw new SdkFailure(`ServerVersion: “${build}” is no build`);
  return { version: [major, minor, patch], build };
}

function decoded<Value>(answer: SdkAnswer, name: string, model: IosModel<Value>, isValid: boolean): Value {
  const told = iosErrors(answer.text);
  if (!isValid) throw new SdkFailure(`HTTP ${answer.status}`, told, answer.status);
  const json = SwiftJson.parse(answer.text);
  if (!json) throw new SdkFailure(`${name}: the body is no JSON`, told, answer.status);
  const value = model(json);
  if (value === undefined) throw new SdkFailure(`${name}: jsonMappingFailed`, told, answer.status);
  return value;
}

/** `RestErrors(json:)`: the first of `__ERROR`, `errors` and `__ERRORS` that is an array; a text alone; a statusText. */
export function iosErrors(text: string): SdkErrorsTold | undefined {
  const json = SwiftJson.parse(text);
  if (!json) return undefined;
  const statusText = json.at('statusText').string;
  const told = statusText === undefined ? {} : { statusText };
  const list = json.at('__ERROR').array ?? json.at('errors').array ?? json.at('__ERRORS').array;
  if (list) {
    const codes = list.map((error) => error.at('errCode').int ?? error.at('code').intValue);
    return { ...told, codes, texts: list.map((error) => error.at('message').stringValue) };
  }
  const text1 = json.at('__ERROR').string;
  if (text1 !== undefined) return { ...told, codes: [1822], texts: [text1] };
  return statusText ? { ...told, codes: [], texts: [] } : undefined;
}

/** Model `Status`. */
export const iosStatus = (json: SwiftJson) => ({ ok: json.at('ok').bool ?? json.at('success').boolValue });

export interface IosAuthToken {
  readonly id: string;
  /** Absent while the login is pending: without a text, or with an empty one (`isValidToken`). */
  readonly token?: string;
  readonly statusText?: string | undefined;
  readonly userInfo?: Readonly<Record<string, unknown>> | undefined;
}

/** Model `AuthToken`: nothing without a text `id`. */
export function iosAuthToken(json: SwiftJson): IosAuthToken | undefined {
  const id = json.at('id').string;
  if (id === undefined) return undefined;
  const token = json.at('token').string;
  return {
    id,
    ...(token && { token }),
    statusText: json.at('statusText').string,
    userInfo: json.at('userInfo').dictionary,
  };
}

/** Model `UserInfoResult`. It takes any JSON; the app looks at its `success`. */
export const iosUserInfo = iosStatus;

/** Model `ActionResult`. */
export function iosAction(json: SwiftJson) {
  const errors = json.at('errors').array;
  return { success: json.at('success').boolValue, statusText: json.at('statusText').string, errors };
}

/** Model `UploadResult`: nothing without a text `ID`. */
export function iosUpload(json: SwiftJson): { id: string } | undefined {
  const id = json.at('ID').string;
  return id === undefined ? undefined : { id };
}

/** Model `SessionInfo`, one by one: nothing without a text `sessionID`. */
export function iosSession(json: SwiftJson): { id: string; lifeTime: number; userName: string } | undefined {
  const id = json.at('sessionID').string;
  if (id === undefined) return undefined;
  return { id, lifeTime: json.at('lifeTime').intValue, userName: json.at('userName').stringValue };
}

/** Model `ProgressInfo`, one by one: nothing without a text `UserInfo`. */
function iosProgress(json: SwiftJson): { userInfo: string; sessions: number } | undefined {
  const userInfo = json.at('UserInfo').string;
  return userInfo === undefined ? undefined : { userInfo, sessions: json.at('SessionCount').intValue };
}

/** Model `EntitySet`: nothing without a text `id` and both dates. */
function iosEntitySet(json: SwiftJson): { id: string; table: string } | undefined {
  const id = json.at('id').string;
  if (id === undefined || !json.at('refreshed').date || !json.at('expires').date) return undefined;
  return { id, table: json.at('tableName').stringValue };
}

/** `SessionInfo.array`: a list without those that cannot be decoded; nothing without a list. */
export function iosSessions(json: SwiftJson) {
  return json
    .at('sessionInfo')
    .array?.map(iosSession)
    .filter((session) => session !== undefined);
}

/** `ProgressInfo.array`. */
export function iosProgresses(json: SwiftJson) {
  return json
    .at('ProgressInfo')
    .array?.map(iosProgress)
    .filter((progress) => progress !== undefined);
}

/** Model `EntitySetInfo`: nothing without a number. Each set is unwrapped by force, so a wrong one ends the app. */
export function iosEntitySets(json: SwiftJson) {
  const count = json.at('entitySetCount').int;
  if (count === undefined) return undefined;
  return { count, sets: (json.at('entitySet').array ?? []).map((set) => unwrapped('EntitySet', iosEntitySet(set))) };
}

/** Model `Info`. What is in its lists is unwrapped by force. */
export function iosInfo(json: SwiftJson) {
  return {
    entitySetCount: json.at('entitySetCount').intValue,
    sessions: (json.at('sessionInfo').array ?? []).map((one) => unwrapped('SessionInfo', iosSession(one))),
    progress: (json.at('ProgressInfo').array ?? []).map((one) => unwrapped('ProgressInfo', iosProgress(one))),
    sets: (json.at('entitySet').array ?? []).map((one) => unwrapped('EntitySet', iosEntitySet(one))),
  };
}

/** Model `CacheInfo`: nothing without a number `cacheSize`. */
export function iosCacheInfo(json: SwiftJson): { cacheSize: number } | undefined {
  const cacheSize = json.at('cacheSize').number;
  return cacheSize === undefined ? undefined : { cacheSize };
}

function unwrapped<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined) throw new SdkFailure(`${name}: the app crashes, it unwraps what is not there`);
  return value;
}

/** `Catalog.array`: the list, or one table by itself. */
export function iosCatalog(json: SwiftJson): readonly string[] | undefined {
  const list = json.at('dataClasses').array ?? (json.at('name').string === undefined ? undefined : [json]);
  return list?.map((one) => one.at('name').string).filter((name) => name !== undefined);
}

export interface IosTable {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly keys: readonly string[];
}

/** Tables that are no tables of the app. */
const IGNORED_TABLES = ['__DeletedRecords', '__Uploads'];
const KINDS = ['storage', 'relatedEntity', 'relatedEntities', 'calculated', 'alias'];

/** Model `Table`: nothing without a name and a list of attributes. */
export function iosTable(json: SwiftJson): IosTable | undefined {
  const table = json.at('dataClasses').array?.[0] ?? json;
  const name = table.at('name').string;
  const given = table.at('attributes').array;
  if (name === undefined || IGNORED_TABLES.includes(name) || !given) return undefined;
  const attributes = given.filter(isAttribute).map((one) => one.at('name').stringValue);
  const keys = (table.at('key').array ?? []).map((key) => key.at('name').stringValue);
  return { name, attributes, keys: keys.filter((key) => attributes.includes(key)) };
}

/** `Table.array`: the tables that can be decoded. */
export function iosTables(json: SwiftJson): readonly IosTable[] | undefined {
  const list = json.at('dataClasses').array;
  if (list) return list.map(iosTable).filter((table) => table !== undefined);
  const one = iosTable(json);
  return one && [one];
}

/** Model `Attribute`: what has no name, no public scope, no kind or no type is skipped. */
function isAttribute(json: SwiftJson): boolean {
  return (
    json.at('name').string !== undefined &&
    json.at('scope').string === 'public' &&
    KINDS.includes(json.at('kind').stringValue) &&
    json.at('type').string !== undefined
  );
}

export interface IosPage {
  readonly table: string;
  readonly stamp: number;
  readonly next: number;
  /** `first + sent == count`: any other sum makes the app ask for more. */
  readonly isLast: boolean;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** Model `Page`: nothing without a text `__entityModel`. Numbers that are missing are 0. */
export function iosPage(json: SwiftJson): IosPage | undefined {
  const table = json.at('__entityModel').string;
  if (table === undefined) return undefined;
  const next = json.at('__FIRST').intValue + json.at('__SENT').intValue;
  return {
    table,
    stamp: json.at('__GlobalStamp').intValue,
    next,
    isLast: next === json.at('__COUNT').intValue,
    records: (json.at('__ENTITIES').array ?? []).map((record) => record.dictionary ?? {}),
  };
}

/** Model `RecordJSON`, after `ImportableParser` has looked for the name of its table. */
export function iosRecord(json: SwiftJson): Readonly<Record<string, unknown>> | undefined {
  return json.at('__entityModel').string === undefined ? undefined : json.dictionary;
}
