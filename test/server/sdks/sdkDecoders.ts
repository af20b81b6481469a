import {
  androidAction,
  androidCatalog,
  androidInfo,
  androidLogin,
  androidOk,
  androidPage,
  androidStatus,
  androidUpload,
  androidUserInfo,
  decodeAndroidPing,
} from './androidDecoders';
import {
  decodeIos,
  decodeIosPing,
  decodeIosWebTest,
  type IosModel,
  iosAction,
  iosAuthToken,
  iosCacheInfo,
  iosCatalog,
  iosEntitySets,
  iosInfo,
  iosPage,
  iosProgresses,
  iosRecord,
  iosSession,
  iosSessions,
  iosStatus,
  iosTables,
  iosUpload,
  iosUserInfo,
} from './iosDecoders';
import type { SdkAnswer } from './sdkCall';

/** What an SDK makes of an answer. It throws `SdkFailure` where the app would get an error. */
export type SdkDecoder = (answer: SdkAnswer) => unknown;

const ios =
  <Value>(name: string, model: IosModel<Value>): SdkDecoder =>
  (answer) =>
    decodeIos(answer, name, model);

/** The parts of `$info` that iOS asks for, each with a model of its own. */
export const IOS_INFO_PARTS: Readonly<Record<string, SdkDecoder>> = {
  sessionInfo: ios('SessionInfo', iosSessions),
  progressInfo: ios('ProgressInfo', iosProgresses),
  entitySet: ios('EntitySetInfo', iosEntitySets),
  cacheInfo: ios('CacheInfo', iosCacheInfo),
};

/** The decoder of iOS for each route that it calls. */
export const IOS_DECODERS: Readonly<Record<string, SdkDecoder>> = {
  'GET /4dwebtest': decodeIosWebTest,
  'GET /mobileapp': decodeIosPing,
  'GET /mobileapp/': decodeIosPing,
  'POST /mobileapp/$authenticate': ios('AuthToken', iosAuthToken),
  'POST /mobileapp/$verify': ios('AuthToken', iosAuthToken),
  'POST /mobileapp/$logout': ios('Status', iosStatus),
  'GET /mobileapp/$licensecheck': ios('Status', iosStatus),
  'POST /mobileapp/$userInfo': ios('UserInfoResult', iosUserInfo),
  'POST /mobileapp/$action/*': ios('ActionResult', iosAction),
  'POST /mobileapp/$upload': ios('UploadResult', iosUpload),
  'GET /mobileapp/$catalog': ios('Catalog', iosCatalog),
  'GET /mobileapp/$catalog/$all': ios('Table', iosTables),
  'GET /mobileapp/$catalog/:table': ios('Table', iosTables),
  'GET /mobileapp/$info': ios('Info', iosInfo),
  'GET /mobileapp/$info/sessionInfo/id/:id': ios('SessionInfo', iosSession),
  'DELETE /mobileapp/$info/sessionInfo/id/:id': ios('SessionInfo', iosSession),
  'GET /mobileapp/*': ios('Page', iosPage),
  'POST /mobileapp/*': ios('Page', iosPage),
  'GET /mobileapp/:table(:key)': ios('RecordJSON', iosRecord),
};

/** The decoder of Android for each route that it calls. */
export const ANDROID_DECODERS: Readonly<Record<string, SdkDecoder>> = {
  'GET /mobileapp/': decodeAndroidPing,
  'POST /mobileapp/$authenticate': androidLogin,
  'POST /mobileapp/$logout': androidOk,
  'GET /mobileapp/$licensecheck': androidStatus,
  'POST /mobileapp/$userInfo': androidUserInfo,
  'POST /mobileapp/$action/*': androidAction,
  'POST /mobileapp/$upload': androidUpload,
  'GET /mobileapp/$catalog': androidCatalog,
  'GET /mobileapp/$catalog/$all': androidCatalog,
  'GET /mobileapp/$info': androidInfo,
  'GET /mobileapp/*': androidPage,
  'POST /mobileapp/*': androidPage,
};

/** The decoders of a route, by the name of the SDK. `target` tells parts of `$info` apart. */
export function decodersOf(route: string, target: string): Readonly<Record<string, SdkDecoder>> {
  const part = /\$info\/(\w+)$/.exec(target)?.[1];
  const iosDecoder = IOS_DECODERS[route] ?? (part === undefined ? undefined : IOS_INFO_PARTS[part]);
  const androidDecoder = ANDROID_DECODERS[route];
  return { ...(iosDecoder && { iOS: iosDecoder }), ...(androidDecoder && { Android: androidDecoder }) };
}
