import type { Exchange, RunEntry } from '../../core/scenario/run';
import type { KeptCookie, SentRequest, StepResult } from '../../core/scenario/runEvents';
import { causesOf, countOf, type RunReport, type ScenarioReport } from './runReport';

/** The report for programs: `schemas/run-report.schema.json`. Ranges are zero-based, in UTF-16 code units. */
export function runReportJson(report: RunReport) {
  const cancelled = countOf(report, 'cancelled');
  const notRun = countOf(report, 'notRun');
  const summary = {
    scenarios: report.scenarios.length,
    passed: countOf(report, 'passed'),
    failed: countOf(report, 'failed'),
    errors: countOf(report, 'error'),
    // Only of a run that was over before all had run.
    ...(cancelled > 0 && { cancelled }),
    ...(notRun > 0 && { notRun }),
    ...(report.leftOut > 0 && { leftOut: report.leftOut }),
    ...(report.stopped && { stopped: report.stopped }),
    ms: report.ms,
  };
  return { version: 1, summary, scenarios: report.scenarios.map(scenarioJson) };
}

/** A run's report as programs get it. */
export type RunReportJson = ReturnType<typeof runReportJson>;

function scenarioJson({ file, name, verdict, ms, error, findings, steps, transitions, run }: ScenarioReport) {
  const entries = run?.done.filter(({ state }) => state !== 'running' && state !== 'planned') ?? [];
  return {
    file,
    name,
    verdict,
    ms,
    ...(error !== undefined && { error }),
    ...(transitions && { transitions }),
    findings: findings.map(({ code, severity, message, pointer, range }) => ({
      code,
      severity,
      message,
      pointer,
      range,
    })),
    steps: steps.map((result, at) => stepJson(result, entries[at])),
  };
}

function stepJson(result: StepResult, entry: RunEntry | undefined) {
  const { step, verdict, failures, ms } = result;
  return {
    title: step.title,
    kind: step.kind,
    ...step.place,
    verdict,
    ms,
    causes: causesOf(result),
    failures: failures.map(({ place, compared: _, ...rest }) => ({ ...rest, ...place })),
    ...(entry && entry.messages.length > 0 && { messages: entry.messages.map(messageJson) }),
  };
}

function messageJson({ sent, answer: answered }: Exchange) {
  const { from, to, title, at, request, cookiesBefore, heldBack } = sent;
  const answer = answered?.answer;
  return {
    from,
    to,
    title,
    at,
    request: requestJson(request),
    cookiesBefore: cookiesBefore.map(cookieJson),
    ...(heldBack.length > 0 && { heldBack }),
    ...(answer && {
      answer: { status: answer.status, statusText: answer.statusText, headers: answer.headers, body: answer.body },
    }),
    ...(answered?.problem !== undefined && { problem: answered.problem }),
    ...(answered && {
      cookiesAfter: answered.cookiesAfter.map(cookieJson),
      causes: answered.journal.flatMap(({ causes }) =>
        causes.map(({ rule, kind, message }) => ({ rule, kind, message })),
      ),
      ms: answered.ms,
    }),
  };
}

function requestJson({ method, url, headers, body }: SentRequest) {
  return { method, url, headers, ...(body !== undefined && { body }) };
}

function cookieJson({ name, value, domain, path, secure, httpOnly, sameSite, expiresAt }: KeptCookie) {
  return {
    name,
    value,
    domain,
    path,
    secure,
    httpOnly,
    ...(sameSite !== undefined && { sameSite }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
