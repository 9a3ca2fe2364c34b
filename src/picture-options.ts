/**
 * What a user says about a drawing, checked before anything is drawn: all problems at once.
 *
 * @module
 */
import { summaryOf } from './columns/summary.ts';
import { IcosianError, inputError } from './errors.ts';
import { isRecord } from './nodes/given.ts';
import { optionNames, type RequestOptions } from './plan/request-options.ts';
import { didYouMean } from './suggest.ts';
import type { PictureOptions } from './view/picture.ts';

interface Rule {
  readonly fits: (value: unknown) => boolean;
  readonly hint: string;
}

const flag: Rule = { fits: (value) => typeof value === 'boolean', hint: 'say true or false' };

const oneOf = (one: string, other: string): Rule => ({
  fits: (value) => value === one || value === other,
  hint: `say '${one}' or '${other}'`,
});

const anything: Rule = { fits: () => true, hint: '' };

const rules: Readonly<Record<keyof PictureOptions, Rule>> = {
  orient: oneOf('LR', 'TB'),
  hideInputs: flag,
  hidden: flag,
  inputBoxes: oneOf('grouped', 'each'),
  showTypes: flag,
  legend: flag,
  groupByModule: flag,
  style: {
    fits: (value) => typeof value === 'function',
    hint: "give a function: (node) => ({ fill: '#b4d8e4' })",
  },
  scale: {
    fits: (value) => typeof value === 'number' && value > 0 && value < Infinity,
    hint: 'give a number above 0',
  },
  fontFiles: {
    fits: (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
    hint: 'give a list of paths',
  },
};

/** Options that some drawings take beside those of a picture. */
export interface OtherOptions {
  /** Either true or false. */
  readonly flags?: readonly string[];
  /** Checked elsewhere. */
  readonly others?: readonly string[];
  /** What the method takes before the file. */
  readonly before?: string;
}

/** What `visualizeExecution` takes beside the options of a picture. */
export const visualizeExtras: OtherOptions = {
  flags: ['bypassValidation'],
  others: optionNames,
  before: 'outputs',
};

/** The options of a request, and those of a picture. */
export function splitOptions(options: object): [RequestOptions, PictureOptions] {
  const entries = Object.entries(options);
  const isOfRequest = ([name]: readonly [string, unknown]): boolean => optionNames.includes(name);
  return [
    Object.fromEntries(entries.filter(isOfRequest)),
    Object.fromEntries(entries.filter((entry) => !isOfRequest(entry))),
  ];
}

/** Throws one `InputError` for all that is wrong with the file and the options of a drawing. */
export function assertDrawing(
  file: unknown,
  options: unknown,
  { flags = [], others = [], before }: OtherOptions = {},
): void {
  const known = new Map<string, Rule>([
    ...Object.entries(rules),
    ...flags.map((name) => [name, flag] as const),
    ...others.map((name) => [name, anything] as const),
  ]);
  const problems = [...fileProblems(file, before), ...optionProblems(options, known)];
  if (problems.length > 0) throw inputError(problems);
}

function fileProblems(file: unknown, before: string | undefined): readonly IcosianError[] {
  if (file === undefined || typeof file === 'string' || file instanceof URL) return [];
  if (!isRecord(file)) {
    return [
      badOption(
        `The file is ${summaryOf(file)}.`,
        'give a path or a URL; to write none, undefined',
      ),
    ];
  }
  const name = Object.keys(file)[0];
  const options = name === undefined ? '{ … }' : `{ ${name}: … }`;
  return [
    badOption(
      'The options stand in the place of the file.',
      before === undefined
        ? `the file comes first, then the options: (undefined, ${options})`
        : `the file comes after the ${before}, then the options: (${before}, undefined, ${options})`,
    ),
  ];
}

function optionProblems(
  options: unknown,
  known: ReadonlyMap<string, Rule>,
): readonly IcosianError[] {
  if (options === undefined) return [];
  if (!isRecord(options)) {
    return [
      badOption(
        `The options are ${summaryOf(options)}.`,
        "pass a record, or leave them out: { orient: 'TB' }",
      ),
    ];
  }
  const unknown = Object.keys(options).filter((name) => !known.has(name));
  const bad = [...known].filter(
    ([name, rule]) => options[name] !== undefined && !rule.fits(options[name]),
  );
  return [
    ...unknown.map(
      (name) =>
        new IcosianError('request/unknown-option', `There is no option "${name}".`, {
          hint: didYouMean(name, known.keys()) ?? `the options are ${[...known.keys()].join(', ')}`,
        }),
    ),
    ...bad.map(([name, { hint }]) =>
      badOption(`The option "${name}" is ${summaryOf(options[name])}.`, hint),
    ),
  ];
}

const badOption = (sentence: string, hint: string): IcosianError =>
  new IcosianError('request/bad-options', sentence, { hint });
