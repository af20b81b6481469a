import type { FastifyInstance } from 'fastify';
import type { Recording } from '../http/recording';
import { note } from '../journal/note';
import { recordingSwitch } from './controlSchemas';

/** Records what goes over the wire, secrets in it: for this machine and whoever has the token, as all of the control API. */
export function addRecordingRoutes(scope: FastifyInstance, recording: Recording): void {
  const config = { face: 'control', quiet: true } as const;
  scope.get('/recording', { config }, () => recording.get());
  scope.post<{ Body: { on: boolean } }>(
    '/recording',
    { config: { face: 'control', withoutBody: true }, schema: { body: recordingSwitch } },
    async ({ body: { on }, trace }) => {
      await recording.turn(on);
      note(trace, 'control.recording', on ? 'What goes over the wire is recorded.' : 'Nothing is recorded any more.');
      return recording.get();
    },
  );
}
