import type { FastifyInstance } from 'fastify';
import { optionWords } from '../../../core/server/optionWords';
import type { Face } from '../../kernel/answer/face';
import { MobileRefusal } from './mobileRefusal';

const OPTION = 'mobileApps';

/** Takes the place of the mobile face on a server without a MobileApps folder. */
export class MissingFolder implements Face {
  register(app: FastifyInstance): void {
    app.route({
      method: app.supportedMethods,
      url: '/mobileapp/*',
      config: { face: 'mobile' },
      exposeHeadRoute: false,
      handler: folderMissing,
    });
  }

  dispose(): void {}
}

/** @throws MobileRefusal 404 that explains how to set the folder */
export function folderMissing(): never {
  throw new MobileRefusal(
    404,
    'apps-missing',
    `This server has no MobileApps folder; start it with one: serve --mobile-apps DIR, or ${optionWords(OPTION)}.`,
    { remedy: { option: OPTION } },
  );
}
