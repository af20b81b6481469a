// Asks a server one thing after the other until its input ends, in a process of its own. Arguments: URL, token. Prints
// the longest time in milliseconds that it waited for an answer.
import http from 'node:http';
import process from 'node:process';

const [url = '', token = ''] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let longest = 0;
let isOver = false;

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume().once('end', resolve);
    });
    request.once('error', reject);
  });
}

async function run(): Promise<void> {
  await ask();
  console.log('asking');
  while (!isOver) {
    const start = performance.now();
    await ask();
    longest = Math.max(longest, performance.now() - start);
  }
  console.log(String(longest));
  agent.destroy();
}

process.stdin.resume().once('end', () => {
  isOver = true;
});
void run();
