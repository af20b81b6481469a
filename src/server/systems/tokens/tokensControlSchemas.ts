import { LONGEST_TOKENS_PASSWORD } from '../../../core/systems/tokens/tokensTexts';

/**
 * JSON schemas for the bodies of the calls about users of the token server. openapi.json in this folder has the same
 * schemas, and a test compares them.
 */
export const tokensUserPatch = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    disabled: { type: 'boolean' },
    password: { type: 'string', minLength: 1, maxLength: LONGEST_TOKENS_PASSWORD },
  },
} as const;
