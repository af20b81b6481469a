import type { FastifyInstance } from 'fastify';
import { counted } from '../../../core/base/counted';
import { pageQuery } from '../../kernel/control/controlSchemas';
import type { PageQuery } from '../../kernel/slices/idPage';
import { folderMissing } from './missingFolder';
import type { MobileState } from './mobileState';
import { note } from './note';

/** Maximum number of changes that an entry of the journal lists. The answer of the call has all of them. */
const NAMED = 100;

/**
 * Adds the calls of the control API for mobile sessions. Without a MobileApps folder each call answers how to set one.
 */
export function addMobileRoutes(scope: FastifyInstance, state: MobileState | undefined): void {
  const config = { face: 'control' } as const;
  const mobile = () => state ?? folderMissing();
  scope.post('/mobile/refresh', { config }, async ({ trace }) => {
    const report = await mobile().refresh();
    const { checked, refreshed, removed, errors } = report;
    note(
      trace,
      refreshed.length + removed.length > 0 ? 'control.mobile.refresh' : 'control.mobile.refresh.unchanged',
      `${counted(checked, 'file')} ${checked === 1 ? 'was' : 'were'} checked, ${refreshed.length} refreshed, ${removed.length} removed, ${errors.length} at fault.`,
    );
    for (const file of refreshed.slice(0, NAMED)) trace.changed('mobileSession', file, 'changed');
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
