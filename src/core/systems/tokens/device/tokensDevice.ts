import type { DeviceActSource, DeviceOutcome, IsOfServer, SystemDevice } from '../../../scenario/systemDevice';
import { actNameOf, impossibleJump, refusalOf } from './actRefusal';
import { comeBack, forget, hide, jumpClock, launch, reboot, sleep, touch, wake } from './appLife';
import type { AppSteps } from './appSteps';
import { call } from './calling';
import { startedClock } from './deviceClock';
import { deviceOptions } from './deviceOptions';
import { DEVICE_PROBLEMS, problemNamed } from './deviceProblems';
import { REASON_WORDS } from './deviceReason';
import { deviceSecrets } from './deviceSecrets';
import type { DeviceState } from './deviceState';
import { deliver, refresh } from './lateAnswers';
import { serverNames } from './serverNames';
import { STEP_WORDS } from './sessionStep';
import { shownTokensDevice } from './shownTokensDevice';
import { login, logout, unlock, wrongPin } from './signing';
import { TRANSITION_TABLE } from './transitionTable';
import { Turn } from './turn';

/** A phone with an app that signs in at the token server. */
export const TOKENS_DEVICE: SystemDevice<DeviceState> = {
  table: TRANSITION_TABLE,
  names: { states: STEP_WORDS, reasons: REASON_WORDS, problems: DEVICE_PROBLEMS },
  create: (source, server, at) => {
    const options = deviceOptions(source);
    return {
      options,
      names: serverNames(server),
      clock: startedClock(at),
      step: 'Start',
      endedIn: null,
      hidden: false,
      frontAtWake: false,
      reason: null,
      tokens: null,
      user: null,
      pinTriesLeft: options.pinTries,
      left: null,
      locked: false,
      generation: 0,
      inactivity: null,
      late: [],
      waiting: [],
    };
  },
  impossible: (act) => {
    const name = 'jumpClock' in act ? impossibleJump(act.jumpClock) : undefined;
    return name === undefined ? undefined : problemNamed(name);
  },
  pass: (state, at) => {
    const turn = new Turn(state);
    turn.pass(at);
    return turn.outcome();
  },
  act: function* (state, act, at, isOfServer): AppSteps<DeviceOutcome<DeviceState>> {
    const turn = new Turn(state);
    turn.pass(at);
    const problem = refusalOf(turn.state, actNameOf(act), act);
    if (problem !== undefined) return turn.refused(problem);
    yield* perform(turn, act, isOfServer);
    return turn.outcome();
  },
  show: shownTokensDevice,
  secrets: deviceSecrets,
};

function* perform(turn: Turn, act: DeviceActSource, isOfServer: IsOfServer): AppSteps {
  if ('launch' in act) yield* launch(turn);
  else if ('login' in act) yield* login(turn, act.login);
  else if ('logout' in act) yield* logout(turn);
  else if ('call' in act) yield* call(turn, act.call, isOfServer);
  else if ('refresh' in act) yield* refresh(turn, act.refresh);
  else if ('deliver' in act) yield* deliver(turn, act.deliver);
  else if ('unlock' in act) yield* unlock(turn);
  else if ('wrongPin' in act) wrongPin(turn);
  else if ('touch' in act) touch(turn);
  else if ('background' in act) hide(turn);
  else if ('foreground' in act) comeBack(turn);
  else if ('sleep' in act) sleep(turn);
  else if ('wake' in act) wake(turn);
  else if ('kill' in act) turn.endProcess();
  else if ('reboot' in act) reboot(turn);
  else if ('jumpClock' in act) jumpClock(turn, act.jumpClock);
  else forget(turn);
}
