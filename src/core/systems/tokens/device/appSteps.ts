import type { DeviceAnswer, DeviceRequest } from '../../../scenario/systemDevice';

/** A part of an act: it yields each request that the app sends. */
export type AppSteps<T = void> = Generator<DeviceRequest, T, DeviceAnswer>;
