import { emptyCatalog } from '../../kernel/answer/restInfo';
import type { Callers } from './callers';
import { type MobileRoute, ROOT } from './mobileRoute';
import { note } from './note';

/** The catalog of a server that has neither a data model nor recorded answers: it is valid and empty. */
export function catalogRoutes(callers: Callers): MobileRoute[] {
  const handle: MobileRoute['handle'] = async (request) => {
    await callers.authorised(request);
    note(request.trace, 'mobile.catalog.empty');
    return emptyCatalog();
  };
  return [
    { method: 'GET', path: `${ROOT}/$catalog`, handle },
    { method: 'GET', path: `${ROOT}/$catalog/$all`, handle },
  ];
}
