import type { FastifyInstance } from 'fastify';
import { counted } from '../../../core/base/counted';
import { optionWords } from '../../../core/server/optionWords';
import type { RefreshReport } from '../../../core/systems/mobile/mobileSession';
import { UnusableFolderError } from '../../../disk/writeErrors';
import { pageQuery } from '../../kernel/control/controlSchemas';
import type { PageQuery } from '../../kernel/slices/idPage';
import { UnusableSchemaError } from './memory/sessionSchema';
import { folderMissing } from './missingFolder';
import { MobileRefusal } from './mobileRefusal';
import type { MobileState } from './mobileState';
import { note } from './note';

const FOLDER = 'mobileApps';

/** Maximum number of changes that an entry of the journal lists. The answer of the call has all of them. */
const NAMED = 100;

/**
 * Adds the calls of the control API for mobile sessions. Without a MobileApps folder each call answers how to set one.
 */
export function addMobileRoutes(scope: FastifyInstance, state: MobileState | undefined): void {
  const config = { face: 'control' } as const;
  const mobile = () => state ?? folderMissing();
  scope.post('/mobile/refresh', { config }, async ({ trace }) => {
    const report = await refreshed(mobile());
    const { checked, refreshed: read, removed, errors } = report;
    note(
      trace,
      read.length + removed.length > 0 ? 'control.mobile.refresh' : 'control.mobile.refresh.unchanged',
      `${counted(checked, 'file')} ${checked === 1 ? 'was' : 'were'} checked, ${read.length} refreshed, ${removed.length} removed, ${errors.length} at fault.`,
    );
    for (const file of read.slice(0, NAMED)) trace.changed('mobileSession', file, 'changed');
    for (const file of removed.slice(0, NAMED)) trace.changed('mobileSession', file, 'removed');
    return report;
  });
  scope.get<{ Querystring: PageQuery }>(
    '/mobile/sessions',
    { config, schema: { querystring: pageQuery } },
    ({ query, trace }) => {
      const sessions = mobile();
      note(trace, 'control.mobile.sessions');
      return sessions.list(query);
    },
  );
}

/** @throws MobileRefusal 409 with what is in the place of the MobileApps folder or of the schema: only their user can mend it */
async function refreshed(state: MobileState): Promise<RefreshReport> {
  try {
    return await state.refresh();
  } catch (error) {
    if (error instanceof UnusableSchemaError) {
      throw new MobileRefusal(409, 'schema-unusable', error.message, { remedy: { option: 'mobile.schema' } });
    }
    if (!(error instanceof UnusableFolderError)) throw error;
    const message = `${error.message} It is that of ${optionWords(FOLDER)}.`;
    throw new MobileRefusal(409, 'apps-unusable', message, { remedy: { option: FOLDER } });
  }
}
