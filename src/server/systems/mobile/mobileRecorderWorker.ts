// Entry of the worker thread that cleans the answers of an upstream and writes them to the folder of the recording.
import { parentPort, workerData } from 'node:worker_threads';
import type { AnswerToKeep, RecordingStart } from './answerToKeep';
import { RecordKeeper } from './recordKeeper';

const keeper = new RecordKeeper(workerData as RecordingStart);
parentPort?.on('message', async (given: AnswerToKeep) => {
  const { answer } = given;
  // A buffer comes as plain bytes.
  const { buffer, byteOffset, byteLength } = answer.body;
  const body = Buffer.from(buffer, byteOffset, byteLength);
  parentPort?.postMessage(await keeper.kept({ ...given, answer: { ...answer, body } }));
});
