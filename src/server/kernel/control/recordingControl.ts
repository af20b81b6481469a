import type { FastifyInstance } from 'fastify';
import type { Recording } from '../http/recording';
import { note } from '../journal/note';
import { recordingSwitch } from './controlSchemas';

/**
 * Adds the calls for recordings. A recording contains secrets. Like all calls of the control API, these need the token
 * and are possible from this machine only.
 */
export function addRecordingRoutes(scope: FastifyInstance, recording: Recording): void {
  const config = { face: 'control', quiet: true } as const;
  scope.get('/recording', { config }, () => recording.get());
  scope.post<{ Body: { on: boolean } }>(
    '/recording',
    { config: { face: 'control', withoutBody: true }, schema: { body: recordingSwitch } },
    async ({ body: { on }, trace }) => {
      if (await recording.turn(on)) {
        note(trace, 'control.recording', on ? 'What goes over the wire is recorded.' : 'Nothing is recorded any more.');
        trace.changed('recording', 'recording', 'changed', on ? 'on' : 'off');
      } else note(trace, 'control.recording.unchanged');
      return recording.get();
    },
  );
}
