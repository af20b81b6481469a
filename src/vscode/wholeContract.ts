import type { ContractPart } from './contract/part';
import { FLOW_CONTRACT } from './flows/flowContract';
import { HANDLER_CONTRACT } from './handlers/handlerContract';
import { LANGUAGE_CONTRACT } from './language/languageContract';
import { MOBILE_APPS_CONTRACT } from './mobileApps/mobileAppsContract';
import { FINDING_CONTRACT } from './problems/findingContract';
import { PUSH_CONTRACT } from './push/pushContract';
import { SCENARIO_CONTRACT } from './scenarios/scenarioContract';
import { SERVER_CONTRACT } from './server/serverContract';
import { SESSIONS_CONTRACT } from './sessions/sessionsContract';
import { WEB_CONTRACT } from './systems/web/webContract';
import { TOKEN_CONTRACT } from './token/tokenContract';

/** All that the manifest and the code share: test/contract holds it against package.json. */
export const WHOLE_CONTRACT: readonly ContractPart[] = [
  MOBILE_APPS_CONTRACT,
  SESSIONS_CONTRACT,
  LANGUAGE_CONTRACT,
  FINDING_CONTRACT,
  TOKEN_CONTRACT,
  HANDLER_CONTRACT,
  SERVER_CONTRACT,
  WEB_CONTRACT,
  PUSH_CONTRACT,
  FLOW_CONTRACT,
  SCENARIO_CONTRACT,
];
