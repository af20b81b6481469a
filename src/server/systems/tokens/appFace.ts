import type { FastifyInstance } from 'fastify';
import type { Face } from '../../kernel/answer/face';
import type { TokensRuntime } from './tokensRuntime';

/** What an app with its own form calls. */
export class AppFace implements Face {
  constructor(private readonly runtime: TokensRuntime) {}

  register(_app: FastifyInstance): void {
    void this.runtime;
  }

  dispose(): void {}
}
