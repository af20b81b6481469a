import type { FastifyInstance, FastifyReply } from 'fastify';
import { counted } from '../../../core/base/counted';
import { html } from '../../../core/base/html';
import type { Face } from '../answer/face';
import { sendPage } from '../answer/sendPage';
import { note } from '../journal/note';
import type { Pairing } from './pairing';
import { deviceAddress, isThisMachine } from './peer';

const FORM = html`<form action="/pair">
<label>Pairing code, as the server shows it: <input name="code" autocomplete="off" autofocus required maxlength="16"></label>
<button>Pair</button>
</form>`;

/** `GET /pair?code=…`: the page at which a device of the local network sends the pairing code. */
export class PairPage implements Face {
  constructor(private readonly pairing: Pairing) {}

  register(app: FastifyInstance): void {
    const querystring = {
      type: 'object',
      properties: { code: { type: 'string', maxLength: 64 } },
    };
    app.get<{ Querystring: { code?: string } }>(
      '/pair',
      { config: { face: 'server', unpairedMayCall: true }, schema: { querystring } },
      async (request, reply) => {
        const { code } = request.query;
        if (isThisMachine(request.socket)) {
          note(request.trace, 'server.pairing-unneeded');
          return sendPage(reply, 200, 'No pairing needed', THIS_MACHINE);
        }
        if (this.pairing.isPaired(request.ip)) {
          note(request.trace, 'server.pairing-done');
          return sendPage(reply, 200, 'Paired', PAIRED);
        }
        if (!code) {
          note(request.trace, 'server.pairing-form');
          return sendPage(reply, 200, 'Pair this device', FORM);
        }
        const outcome = await this.pairing.pair(request.ip, code);
        const address = deviceAddress(request.ip);
        if (outcome === 'paired') {
          note(request.trace, 'server.paired', `${address} said the pairing code.`);
          request.trace.changed('lan', address, 'created');
          return sendPage(reply, 200, 'Paired', PAIRED);
        }
        const isNewCode = outcome !== 'wrong' && outcome.isNewCode;
        if (isNewCode) {
          note(request.trace, 'server.pairing-code');
          request.trace.changed('lan', 'pairingCode', 'changed');
        }
        if (outcome !== 'wrong' && outcome.waitMs > 0) return tooMany(reply, outcome);
        note(request.trace, 'server.pairing-wrong', `${address} said another code.`);
        const words = isNewCode
          ? 'The server shows another pairing code now.'
          : 'This is not the pairing code that the server shows now.';
        return sendPage(reply, 403, 'Not paired', html`<p>${words}</p>${FORM}`);
      },
    );
  }

  dispose(): void {
    this.pairing.dispose();
  }
}

const THIS_MACHINE = html`<p>This is the machine that the server runs on; it needs no pairing.</p>`;
const PAIRED = html`<p>This device may use the dev session server until the server is stopped.</p>`;

interface Wait {
  readonly waitMs: number;
  readonly isNewCode: boolean;
}

function tooMany(reply: FastifyReply, { waitMs, isNewCode }: Wait): FastifyReply {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  note(
    reply.request.trace,
    'server.pairing-closed',
    `Too many wrong codes: none of this address is taken for ${seconds} s.`,
  );
  reply.header('retry-after', String(seconds));
  const words = html`<p>Too many wrong codes. Try ${isNewCode ? 'the other code that the server shows now' : 'the code that the server shows'} in ${counted(seconds, 'second')}.</p>`;
  return sendPage(reply, 429, 'Not paired', words);
}
