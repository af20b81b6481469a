import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { emptyCatalog } from '../../kernel/answer/restInfo';
import type { Callers } from './callers';
import { DATA_ADVICE } from './dataAdvice';
import { type MobileRoute, ROOT } from './mobileRoute';
import { note } from './note';

/** The catalog of a server that has neither a data model nor recorded answers: it is valid and empty. */
export function catalogRoutes(callers: Callers): MobileRoute[] {
  const handle: MobileRoute['handle'] = async (request) => {
    await callers.authorised(request);
    const { sentence } = MOBILE_REASONS.codes['mobile.catalog.empty'];
    note(request.trace, 'mobile.catalog.empty', `${sentence} ${DATA_ADVICE.words}`, DATA_ADVICE.remedy);
    return emptyCatalog();
  };
  return [
    { method: 'GET', path: `${ROOT}/$catalog`, handle },
    { method: 'GET', path: `${ROOT}/$catalog/$all`, handle },
  ];
}
