import { PLATFORM_REASONS } from '../../../core/systems/platform/platformReasons';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { CallbackRules } from './callback';
import { Mailbox } from './mailbox';
import { ValidationFace } from './validationFace';
import { VALIDATIONS, Validations } from './validations';

/** The stand-in for an external platform, such as one for payments: it validates, and has a mailbox. */
export const PLATFORM: SystemPlugin<'platform'> = {
  name: 'platform',
  reasonCodes: PLATFORM_REASONS,
  // It is another site: its paths take none from the server's.
  paths: () => [],
  spaces: [VALIDATIONS],
  create: (kernel, _options, { isServer }) => {
    const validations = new Validations(kernel);
    const rules = new CallbackRules(isServer);
    return {
      faces: [],
      platformFaces: [
        new Mailbox(kernel.outbox, validations),
        new ValidationFace({ validations, rules, clock: kernel.clock }),
      ],
      dispose: () => {},
    };
  },
};
