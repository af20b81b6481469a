import { type SdkAnswer, type SdkErrorsTold, SdkFailure } from './sdkCall';

/**
 * How the Android SDK (github.com/4d/android-QMobileAPI and android-QMobileDataSync, MIT) decodes answers, written anew:
 * Retrofit gives the text of the body; what has a model is read with Jackson, the rest with `JSONObject`.
 */
type Fields = Readonly<Record<string, unknown>>;

/**
 * `AuthenticationInterceptor` reads the body of each answer but that of the ping as `ErrorResponse`, whatever the
 * status. Jackson throws if that fails, and nobody catches it: the call fails, although its answer may be good.
 * Unknown members are let pass (`FAIL_ON_UNKNOWN_PROPERTIES` is off).
 * @throws SdkFailure where the app would get no answer
 */
export function androidErrors(answer: SdkAnswer): SdkErrorsTold | undefined {
  if (answer.text === '') return undefined;
  const body = jackson('ErrorResponse', answer.text);
  optional('ErrorResponse', body, 'success', 'boolean');
  const list = body.__ERRORS ?? undefined;
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw new SdkFailure('ErrorResponse: __ERRORS is no list');
  const errors = list.map((error: unknown) => {
    if (!isFields(error)) throw new SdkFailure('ErrorReason: an error is no object');
    for (const name of ['message', 'componentSignature']) optional('ErrorReason', error, name, 'string');
    optional('ErrorReason', error, 'errCode', 'number');
    return error;
  });
  return {
    codes: errors.map(({ errCode }) => Number(errCode ?? 0)),
    texts: errors.map(({ message }) => String(message ?? '')),
  };
}

/**
 * `Response.isSuccessful` is 2xx. Everything else is shown to the user with the text of its first error.
 * @returns the text of the body, whose errors can be decoded
 * @throws SdkFailure for every other status
 */
export function androidBody(answer: SdkAnswer): string {
  const told = androidErrors(answer);
  if (answer.status < 200 || answer.status > 299) throw new SdkFailure(`HTTP ${answer.status}`, told, answer.status);
  return answer.text;
}

/** The ping: any answer says that there is a server. Its body is not read. */
export function decodeAndroidPing(_answer: SdkAnswer): { ok: boolean } {
  return { ok: true };
}

export interface AndroidLogin {
  readonly id: string;
  /** Absent while the login is pending. An empty text counts as a token (`handleLoginInfo`). */
  readonly token?: string;
  readonly statusText?: string;
  readonly userInfo?: Fields;
}

/** Model `AuthResponse`, and `SharedPreferencesHolder.handleLoginInfo`. `success` is no nullable type there. */
export function androidLogin(answer: SdkAnswer): AndroidLogin {
  const body = jackson('AuthResponse', androidBody(answer));
  for (const name of ['id', 'statusText', 'token']) optional('AuthResponse', body, name, 'string');
  if (typeof body.success !== 'boolean') throw new SdkFailure('AuthResponse: success must be a boolean');
  if (body.userInfo !== undefined && body.userInfo !== null && !isFields(body.userInfo)) {
    throw new SdkFailure('AuthResponse: userInfo is no object');
  }
  const { token, statusText } = body;
  return {
    id: String(body.id ?? ''),
    ...(typeof token === 'string' && body.success && { token }),
    ...(typeof statusText === 'string' && { statusText }),
    ...(isFields(body.userInfo) && { userInfo: body.userInfo }),
  };
}

/** Model `LogoutResponse`: a boolean `ok`. */
export function androidOk(answer: SdkAnswer): { ok: boolean } {
  const { ok } = jackson('LogoutResponse', androidBody(answer));
  if (typeof ok !== 'boolean') throw new SdkFailure('LogoutResponse: ok must be a boolean');
  return { ok };
}

/** `AuthRepository.licenseCheck`: only the status counts. */
export function androidStatus(answer: SdkAnswer): { ok: boolean } {
  androidBody(answer);
  return { ok: true };
}

/** `PushViewModel.sendToken`: the token was sent if the body has the boolean `ok`, and it is true. */
export const androidUserInfo = (answer: SdkAnswer) => ({ ok: jsonObject(androidBody(answer)).ok === true });

/** Model `ActionResponse`. */
export function androidAction(answer: SdkAnswer): { success: boolean; statusText?: string } {
  const body = jackson('ActionResponse', androidBody(answer));
  if (typeof body.success !== 'boolean') throw new SdkFailure('ActionResponse: success must be a boolean');
  optional('ActionResponse', body, 'statusText', 'string');
  optional('ActionResponse', body, 'dataSynchro', 'boolean');
  for (const name of ['errors', 'share']) {
    const list = body[name] ?? [];
    if (!Array.isArray(list) || !list.every(isFields))
      throw new SdkFailure(`ActionResponse: ${name} is no list of objects`);
  }
  for (const error of (body.errors ?? []) as Fields[]) {
    for (const name of ['parameter', 'message']) {
      if (typeof error[name] !== 'string') throw new SdkFailure(`ActionError: ${name} must be a text`);
    }
  }
  const { success, statusText } = body;
  return { success, ...(typeof statusText === 'string' && { statusText }) };
}

/** `ActionViewModel.uploadImage`: the text `ID`. */
export function androidUpload(answer: SdkAnswer): { id: string } {
  const { ID } = jsonObject(androidBody(answer));
  if (typeof ID !== 'string') throw new SdkFailure('uploadImage: there is no ID');
  return { id: ID };
}

export interface AndroidPage {
  readonly records: readonly Fields[];
  readonly count: number;
  readonly stamp: number;
}

/**
 * `EntityListViewModel.performRequest`: without `__ENTITIES` and `__COUNT` nothing is called back, and the app waits
 * for ever. A missing `__GlobalStamp` is 0.
 */
export function androidPage(answer: SdkAnswer): AndroidPage {
  const body = jsonObject(androidBody(answer));
  const { __ENTITIES: records, __COUNT: count, __GlobalStamp: stamp } = body;
  if (!Array.isArray(records)) throw new SdkFailure('performRequest: no __ENTITIES, the app waits for ever');
  if (typeof count !== 'number') throw new SdkFailure('performRequest: no __COUNT, the app waits for ever');
  return { records: records.filter(isFields), count, stamp: typeof stamp === 'number' ? stamp : 0 };
}

/** `DeletedRecordsViewModel`, and the model `DeletedRecord`. */
export function androidDeleted(answer: SdkAnswer): { table: string; primaryKey: string }[] {
  const { __ENTITIES: records } = jsonObject(androidBody(answer));
  if (!Array.isArray(records)) return [];
  return records.filter(isFields).map((record) => ({
    table: String(record.__TableName ?? ''),
    primaryKey: String(record.__PrimaryKey ?? ''),
  }));
}

const KINDS = ['storage', 'calculated', 'relatedEntity', 'relatedEntities', 'alias'];
const SCOPES = ['public', 'public on server', 'protected', 'private'];

/** Models `Catalog`, `DataClass` and `Attribute`: a kind or scope that the SDK does not know makes Jackson throw. */
export function androidCatalog(answer: SdkAnswer): readonly string[] {
  const body = jackson('Catalog', androidBody(answer));
  const classes = body.dataClasses ?? [];
  if (!Array.isArray(classes)) throw new SdkFailure('Catalog: dataClasses is no list');
  return classes.map(androidDataClass);
}

function androidDataClass(one: unknown): string {
  if (!isFields(one)) throw new SdkFailure('DataClass: it is no object');
  for (const name of ['name', 'dataURI', 'uri', 'className', 'collectionName'])
    optional('DataClass', one, name, 'string');
  optional('DataClass', one, 'tableNumber', 'number');
  for (const attribute of (one.attributes ?? []) as unknown[]) {
    if (!isFields(attribute)) throw new SdkFailure('Attribute: it is no object');
    const { kind = KINDS[0], scope = SCOPES[0] } = attribute;
    if (!KINDS.includes(String(kind))) throw new SdkFailure(`Attribute: unknown kind ${kind}`);
    if (!SCOPES.includes(String(scope))) throw new SdkFailure(`Attribute: unknown scope ${scope}`);
  }
  return String(one.name ?? '');
}

/** Model `Info` with `ProgressInfo`, `EntitySet` and `SessionInfo`. An entity set must have an id. */
export function androidInfo(answer: SdkAnswer): { sessions: readonly string[] } {
  const body = jackson('Info', androidBody(answer));
  for (const name of ['entitySetCount', 'cacheSize', 'usedCache']) optional('Info', body, name, 'number');
  const lists = ['ProgressInfo', 'entitySet', 'jsContextInfo', 'sessionInfo'].map((name) => {
    const list = body[name] ?? [];
    if (!Array.isArray(list) || !list.every(isFields)) throw new SdkFailure(`Info: ${name} is no list of objects`);
    return list as Fields[];
  });
  const [progress = [], sets = [], , sessions = []] = lists;
  for (const one of progress) optional('ProgressInfo', one, 'percent', 'number');
  for (const { id } of sets) if (typeof id !== 'string') throw new SdkFailure('EntitySet: it has no id');
  return { sessions: sessions.map(({ sessionID }) => String(sessionID ?? '')) };
}

/** Jackson, for a model: the whole text must be a JSON object. */
function jackson(model: string, text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SdkFailure(`${model}: the body is no JSON`);
  }
  if (!isFields(value)) throw new SdkFailure(`${model}: the body is no JSON object`);
  return value;
}

/** `retrieveJSONObject`: from the first brace to the last. */
function jsonObject(text: string): Fields {
  return jackson('JSONObject', text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
}

/** A nullable property of a model. */
function optional(model: string, fields: Fields, name: string, type: 'string' | 'number' | 'boolean'): void {
  const value = fields[name];
  if (value !== undefined && value !== null && typeof value !== type) {
    throw new SdkFailure(`${model}: ${name} must be a ${type}`);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
