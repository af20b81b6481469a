/** A step names an actor that is not there, or that cannot do it. The message is one sentence. */
export class ActorError extends Error {
  override readonly name = 'ActorError';
}
