import { PLATFORM_REASONS } from '../../../core/systems/platform/platformReasons';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { CallbackRules } from './callback';
import { Mailbox } from './mailbox';
import { ValidationFace } from './validationFace';
import { VALIDATIONS, Validations } from './validations';

/** The plug-in for the external platform, for example a payment service. It has a validation page and a mailbox. */
export const PLATFORM: SystemPlugin<'platform'> = {
  name: 'platform',
  reasonCodes: PLATFORM_REASONS,
  // The platform has its own port, so it reserves no path of the server.
  paths: () => [],
  spaces: [VALIDATIONS],
  logs: [],
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
