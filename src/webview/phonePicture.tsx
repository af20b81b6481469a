import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { ShownDevice } from '../core/scenario/shownDevice';
import { useParts } from './pageParts';
import { PhoneIcon } from './phoneIcons';

interface Props {
  readonly device: ShownDevice;
  readonly voice: DeviceVoice;
  /** What the device shows as time, milliseconds since 1970. */
  readonly wall: number;
}

/** A drawing of the phone with what a person sees on it. Its text says all of it. */
export function PhonePicture({ device, voice, wall }: Props) {
  const { power, screen } = device;
  return (
    <div
      class={`phone phone-${screen} phone-${power}`}
      role="img"
      aria-label={voice.picture(device)}
      data-screen={screen}
    >
      <div class="phone-bar" aria-hidden="true">
        {power !== 'awake' || screen === 'off' ? '' : new Date(wall).toISOString().slice(11, 16)}
        <span class="phone-camera" />
      </div>
      <div class="phone-screen" aria-hidden="true">
        <Screen device={device} voice={voice} />
      </div>
      <div class="phone-foot" aria-hidden="true" />
    </div>
  );
}

function Screen({ device, voice }: Omit<Props, 'wall'>) {
  const { words } = useParts();
  const { screen, reason, user, pinTriesLeft, power } = device;
  const why = reason === undefined ? null : <p class="phone-why">{voice.reason(reason)}</p>;
  switch (screen) {
    case 'off':
      return <PhoneIcon name={power === 'off' ? 'reboot' : 'sleep'} />;
    case 'home':
      return (
        <div class="phone-apps">
          {[...'123456789'].map((at) => (
            <i key={at} class={at === '5' ? 'phone-app phone-own' : 'phone-app'} />
          ))}
        </div>
      );
    case 'splash':
      return (
        <>
          <i class="phone-app phone-own" />
          <p>{voice.state(device.state)}…</p>
          {why}
        </>
      );
    case 'content':
      return (
        <>
          <p class="phone-title">{user ?? voice.state(device.state)}</p>
          {why}
          <i class="phone-line" />
          <i class="phone-line" />
          <i class="phone-block" />
          <i class="phone-line" />
          <i class="phone-line phone-short" />
        </>
      );
    case 'cover':
      return <i class="phone-app phone-own" />;
    case 'lock':
      return (
        <>
          <PhoneIcon name="pin" />
          <p class="phone-title">{voice.state(device.state)}</p>
          {why}
          <div class="phone-pad">
            {[...'123456789 0 '].map((digit, at) => (
              <span key={at} class={digit === ' ' ? undefined : 'phone-digit'}>
                {digit}
              </span>
            ))}
          </div>
          {pinTriesLeft !== undefined && (
            <p class="phone-small">{words.pinTriesLeft.replace('{0}', String(pinTriesLeft))}</p>
          )}
        </>
      );
    case 'signIn':
      return (
        <>
          <PhoneIcon name="signIn" />
          {why}
          <i class="phone-field" />
          <i class="phone-field" />
          <i class="phone-button" />
        </>
      );
  }
}
