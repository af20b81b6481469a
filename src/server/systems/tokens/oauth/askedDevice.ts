import { counted } from '../../../../core/base/counted';
import type { TokenDevice } from '../../../../core/systems/tokens/tokenSession';
import { TokensRefusal } from '../tokensRefusal';
import type { FormParameters } from './formParameters';

/** Longer texts about a device would fill the memory. */
const LONGEST_DEVICE_TEXT = 200;
/** No standard has parameters for it. Clients such as AppAuth can add their own to a token request. */
const PARAMETERS = {
  name: 'device_name',
  platform: 'device_platform',
  model: 'device_model',
  appVersion: 'device_app_version',
} as const;

/** What a token request tells about the device, for the list of sessions. */
export function askedDevice(form: FormParameters): TokenDevice {
  const told = Object.entries(PARAMETERS).map(([member, parameter]) => [member, form.get(parameter)] as const);
  const given = told.filter(([, value]) => value !== undefined);
  if (given.some(([, value = '']) => value.length > LONGEST_DEVICE_TEXT)) {
    throw new TokensRefusal(
      400,
      'parameter-wrong',
      `A text about the device is longer than ${counted(LONGEST_DEVICE_TEXT, 'character')}; send less.`,
    );
  }
  return Object.fromEntries(given);
}
