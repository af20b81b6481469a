import path from 'node:path';
import { decodeToken } from '../../../core/session/connectionToken';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { bearerToken } from '../../kernel/guard/bearer';
import type { EmulatedSystem, SystemPlugin } from '../../kernel/system/emulatedSystem';
import { canonicalUrl } from './canonicalUrl';
import { withExampleAuthentication, withExampleData } from './exampleData';
import { MissingFolder } from './missingFolder';
import { addMobileRoutes } from './mobileControl';
import { MOBILE_ERRORS, type MobileErrorCode, restErrorBody } from './mobileRestError';
import { MOBILE_KEY_SPACES, MOBILE_SPACES } from './mobileSpaces';
import { activationPath } from './verificationMail';
import './mobileOptions';

/** The plug-in that behaves as 4D Server does towards mobile apps. */
export const MOBILE: SystemPlugin<'mobile'> = {
  name: 'mobile',
  reasonCodes: MOBILE_REASONS,
  option: 'mobileApps',
  spaces: MOBILE_SPACES,
  logs: [],
  keySpaces: MOBILE_KEY_SPACES,
  paths: () => ['mobileapp', '4dwebtest'],
  singleRoutes: ({ mobileApps, mobile }) =>
    mobileApps === undefined ? [] : [activationPath(mobile?.verification?.path)],
  resolved: (options, media) =>
    withExampleAuthentication(
      withExampleData(options, path.join(media, 'mobile-examples')),
      path.join(media, 'examples'),
    ),
  check: async (options, othersPaths, log) => {
    if (options.mobileApps === undefined && options.mobile === undefined) return;
    const { assertMobileOptions } = await import('./mobileOptionRules.js');
    await assertMobileOptions(options, [...othersPaths, ...MOBILE.paths(options)], log);
  },
  create: async (kernel, options, surroundings) => {
    const { mobileApps } = options;
    if (mobileApps === undefined) return { ...WITHOUT_FOLDER, ...ALWAYS };
    const { buildMobile } = await import('./buildMobile.js');
    return { ...buildMobile(kernel, mobileApps, options.mobile, surroundings), ...ALWAYS };
  },
};

/** The parts that are the same with and without a MobileApps folder. */
const ALWAYS: Pick<EmulatedSystem, 'canonicalUrl' | 'faultBody' | 'sessionOf'> = {
  canonicalUrl,
  faultBody: (status, errCode) => {
    const code = errCode ?? (status === 401 ? 1907 : undefined);
    if (code === undefined) return undefined;
    return restErrorBody(code, MOBILE_ERRORS[code as MobileErrorCode]?.text ?? `Error ${code}`);
  },
  sessionOf: async ({ headers }) => {
    const token = bearerToken(headers.authorization);
    const decoded = token === undefined ? undefined : decodeToken(token);
    const id = decoded?.ok ? decoded.value.id : undefined;
    return typeof id === 'string' ? id : undefined;
  },
};

const WITHOUT_FOLDER: EmulatedSystem<'mobile'> = {
  faces: [new MissingFolder()],
  addControl: (scope) => addMobileRoutes(scope, undefined),
  commands: { 'mobile.folder': noFolder, 'mobile.refresh': noFolder },
  dispose: () => {},
};

/** @throws Error for the code that needs the folder */
async function noFolder(): Promise<never> {
  throw new Error('This server has no MobileApps folder; start it with one (serve --mobile-apps DIR).');
}
