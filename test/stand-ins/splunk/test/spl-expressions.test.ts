import { expect } from 'chai';
import type { Row } from '../../../../src/protocol/rows.ts';
import { StandInSplunk } from '../splunk.ts';
import { refusalOf, rowsOf } from '../../../splunkd/installed.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;
const ROW: Row = { a: 'x', n: '10', m: '9', text: 'Äb c', list: ['p', 'q', '3'], 'a b': 'named', 'p|q': '"' };

describe('An expression', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());

  /** What eval makes of it; undefined for a null. */
  const valueOf = async (expression: string, row: Row = ROW) =>
    (await rowsOf(splunk, `eval r=${expression}`, [row], { now: NOW }))[0]?.['r'];
  const values = async (expected: Readonly<Record<string, Row[string] | undefined>>): Promise<void> => {
    for (const [expression, value] of Object.entries(expected))
      expect(await valueOf(expression), expression).to.deep.equal(value);
  };
  /** Whether where keeps the row. */
  const holds = async (condition: string, row: Row = ROW) =>
    (await rowsOf(splunk, `where ${condition}`, [row], { now: NOW })).length === 1;
  const conditions = async (expected: Readonly<Record<string, boolean>>): Promise<void> => {
    for (const [condition, value] of Object.entries(expected))
      expect(await holds(condition), condition).to.equal(value);
  };
  const refusal = (search: string, rows: readonly Row[] = [ROW]) => refusalOf(splunk, search, rows);

  it('has numbers, texts, and fields with and without quotes', async () => {
    await values({
      '5': '5',
      '1.5': '1.5',
      '-n': '-10',
      '"5"': '5',
      '"a \\"b\\" \\\\ \\d"': 'a "b" \\ \\d',
      a: 'x',
      "'a b'": 'named',
      list: ['p', 'q', '3'],
      nothing: undefined,
      'null()': undefined,
    });
  });

  it('calculates, as it is written in school', async () => {
    await values({
      'n + m': '19',
      '1 + 2 * 3': '7',
      '(1 + 2) * 3': '9',
      'n - m - 1': '0',
      '7 / 2': '3.5',
      '1 / 0': undefined,
      'n + nothing': undefined,
      'n * a': undefined,
      'n + a': undefined,
      '"5" + 1': '6',
      'a + "y"': 'xy',
    });
  });

  it('joins anything with a dot', async () => {
    await values({ 'a . n': 'x10', 'a.n."-".1': 'x10-1', '1.5 . a': '1.5x', 'a . nothing': undefined });
    expect(await refusal('eval r=a . 1 + 2')).to.contain('parentheses');
    expect(await refusal('eval r=a . list')).to.contain('multivalue');
  });

  it('compares what looks like numbers as numbers, and the rest as texts', async () => {
    await conditions({
      'n > m': true,
      'n = 10.0': true,
      'n == 10': true,
      'm < 10': true,
      'a > "w"': true,
      'a = "X"': false,
      'a != "X"': true,
      'a = 5': false,
      '"x" >= a': true,
      'n="10"': true,
      'n!="x"': true,
      '1 <= 1': true,
    });
  });

  it('takes a comparison with null for null, which where does not keep', async () => {
    await conditions({
      'nothing = 1': false,
      'nothing != 1': false,
      'NOT nothing = 1': false,
      'nothing = nothing': false,
      'isnull(nothing)': true,
      'NOT isnull(nothing)': false,
      'nothing = 1 OR a = "x"': true,
      'NOT (nothing = 1 AND a = "y")': true,
    });
  });

  it('has NOT before AND before OR, in any case', async () => {
    await conditions({
      'a="x" OR a="y" AND n=0': true,
      '(a="x" OR a="y") AND n=0': false,
      'not a="y" and n=10': true,
      'NOT a="x" OR n=10': true,
    });
  });

  it('refuses comparisons of several values, and of texts that are perhaps numbers', async () => {
    expect(await refusal('where list = "p"')).to.contain('multivalue');
    expect(await refusal('where list != nothing')).to.equal('no error');
    expect(await refusal('where n > "9"')).to.contain('numbers or texts');
    expect(await refusal('where n = "10.0"')).to.contain('numbers or texts');
    expect(await refusal('where lower(n) > m')).to.contain('numbers or texts');
    expect(await holds('tonumber(n) > tonumber("9")')).to.equal(true);
  });

  it('keeps conditions and values apart, whatever the rows', async () => {
    for (const search of ['where n', 'where n + 1', 'where if(a="x", 1, 2)', 'where null()'])
      expect(await refusal(search, []), search).to.contain('Not a condition');
    for (const search of ['eval r=isnull(a)', 'eval r=true()', 'eval r=if(a="x", a="y", false())'])
      expect(await refusal(search, []), search).to.contain('boolean');
    expect(await refusal('where (a="x") = true()', [])).to.contain('does not take a boolean');
    expect(await refusal('where n AND a="x"', [])).to.contain('AND takes a condition');
    expect(await refusal('where if(n, 1, 2) = 1', [])).to.contain('if() takes a condition');
    expect(await refusal('eval r=if(a="x", 1, true())', [])).to.contain('beside a value');
    expect(await refusal('eval r=lower(a="x")', [])).to.contain('does not take a boolean');
    await conditions({ 'true()': true, 'false()': false, 'if(a="x", true(), false())': true });
    await values({ 'tostring(a="x")': 'True', 'tostring(nothing)': undefined });
  });

  it('chooses with if, case and coalesce', async () => {
    await values({
      'if(a="x", "yes", "no")': 'yes',
      'if(nothing="x", "yes", "no")': 'no',
      'if(a="x", null(), "no")': undefined,
      'if(a="x", list, "no")': ['p', 'q', '3'],
      'case(a="y", 1, n=10, 2, true(), 3)': '2',
      'case(a="y", 1)': undefined,
      'coalesce(nothing, n, a)': '10',
      'coalesce(nothing, list)': ['p', 'q', '3'],
      'coalesce(nothing)': undefined,
      'nullif(n, 10)': undefined,
      'nullif(n, 11)': '10',
      'nullif(a, "y")': 'x',
      'nullif(nothing, "x")': undefined,
    });
    await conditions({ 'isnotnull(list)': true, 'isnull(list)': false });
  });

  it('tells and moves the time', async () => {
    await values({
      'now()': String(NOW),
      'relative_time(now(), "-90d")': String(NOW - 90 * DAY),
      'relative_time(n, "-1h")': String(10 - 3600),
      'relative_time(1000, "-30m")': String(1000 - 1800),
      'relative_time(1000, "+15s")': '1015',
      'relative_time(0, "-2w")': String(-14 * DAY),
      'relative_time(nothing, "-1d")': undefined,
      'relative_time(90000, "@d")': '86400',
      'relative_time(180000, "-1d@h")': '93600',
    });
    expect(await refusal('eval r=relative_time(now(), "-1d@w")')).to.contain('-1d@w');
    expect(await refusal('eval r=relative_time(now(), "-1mon")')).to.contain('-1mon');
    expect(await refusal('eval r=md5(a)')).to.contain('Unknown function md5()');
  });

  it('writes numbers: rounded, as a time, as a duration', async () => {
    await values({
      'round(2.5)': '3',
      'round(-2.5)': '-3',
      'round(1.256, 2)': '1.26',
      'round(a)': undefined,
      'strftime(1795527893, "%Y-%m-%d %H:%M:%S")': '2026-11-24 13:44:53',
      'strftime(0, "%FT%T")': '1970-01-01T00:00:00',
      'printf("%05d:%d", 42, "7")': '00042:7',
      'strftime(nothing, "%F")': undefined,
      'tostring(615, "duration")': '00:10:15',
      'tostring(176400, "duration")': '2+01:00:00',
      'tostring(nothing, "duration")': undefined,
    });
    expect(await refusal('eval r=strftime(0, "%b")')).to.contain('%b');
    expect(await refusal('eval r=printf("%s", "a")')).to.contain('%s');
    expect(await refusal('eval r=printf("%d", "a")')).to.contain('%d');
    expect(await refusal('eval r=printf("%d", 1, 2)')).to.contain('more values');
    expect(await refusal('eval r=tostring(n, "commas")')).to.contain('"duration" only');
    expect(await refusal('eval r=tostring(1.5, "duration")')).to.contain('1.5');
  });

  it('turns texts into others', async () => {
    await values({
      'lower(text)': 'äb c',
      'upper(text)': 'ÄB C',
      'len(text)': '4',
      'len(nothing)': undefined,
      'substr(text, 2)': 'b c',
      'substr(text, 1, 2)': 'Äb',
      'substr(text, -1)': 'c',
      'tonumber("1.50")': '1.5',
      'tonumber(a)': undefined,
      'tostring(5)': '5',
      'replace(text, "(\\w) (\\w)", "\\2$\\1")': 'Äc$b',
      'replace("a.b.c", "\\.", "[.]")': 'a[.]b[.]c',
    });
    expect(await refusal('eval r=lower(list)')).to.contain('multivalue');
    await values({ 'tonumber("c6", 16)': '198', 'tonumber("x", 16)': undefined, 'trim("  b ")': 'b' });
    expect(await refusal('eval r=tonumber(a, 8)')).to.contain('base 16 only');
  });

  it('makes lists, and JSON of them', async () => {
    await values({
      'mvrange(0, 3)': ['0', '1', '2'],
      'mvrange(2, 2)': undefined,
      'mvdedup(mvappend("a", "b", "a"))': ['a', 'b'],
      'mvmap(list, list."x")': ['px', 'qx', '3x'],
      'mvmap(nothing, nothing."x")': undefined,
      'mvfilter(match(list, "^[pq]$"))': ['p', 'q'],
      'mvfilter(match(list, "z"))': undefined,
      'json_object("a", a, "n", 1, "none", nothing)': '{"a":"x","n":1,"none":null}',
      'json_object("l", mv_to_json_array(list), "o", mv_to_json_array(a))': '{"l":["p","q","3"],"o":["x"]}',
      'strptime("2026-11-26", "%Y-%m-%d")': '1795651200',
      'strptime("soon", "%Y-%m-%d")': undefined,
    });
    expect(await refusal('eval r=mvmap("a", "b")')).to.contain('takes a field first');
    expect(await refusal('eval r=mvfilter(list)')).to.contain('condition');
    expect(await refusal('eval r=json_object("a")')).to.contain('json_object() does not take 1');
    expect(await refusal('eval r=json_object("l", list)')).to.contain('mv_to_json_array');
    expect(await refusal('eval r=strptime(a, "%d")')).to.contain('%Y-%m-%d');
  });

  it('matches patterns', async () => {
    await conditions({
      'match(text, "b\\s")': true,
      'match(text, "^b")': false,
      'match(text, "(?i)B C$")': true,
      'match(nothing, "b")': false,
      'like(text, "%b_c")': true,
      'like(text, "b")': false,
      'like("a+b", "a+%")': true,
      'NOT like(a, "y%")': true,
    });
    expect(await refusal('where match(a, "[[:alpha:]]")')).to.contain('Invalid regular expression');
    expect(await refusal('where match(list, "p")')).to.contain('multivalue');
    expect(await refusal('where like(a, "\\%")')).to.contain('backslash');
  });

  it('takes lists apart and makes them', async () => {
    await values({
      'mvcount(list)': '3',
      'mvcount(a)': '1',
      'mvcount(nothing)': undefined,
      'mvindex(list, 0)': 'p',
      'mvindex(list, -1)': '3',
      'mvindex(list, 1, -1)': ['q', '3'],
      'mvindex(list, 3)': undefined,
      'mvindex(list, -1) + 1': '4',
      'mvjoin(list, "|")': 'p|q|3',
      'mvappend(list, nothing, "r")': ['p', 'q', '3', 'r'],
      'mvappend(nothing, "r")': 'r',
      'mvappend(nothing)': undefined,
      'mvfind(list, "^(Q|3)$")': '2',
      'mvfind(list, "(?i)^Q$")': '1',
      'mvfind(a, "x")': '0',
      'mvfind(list, "z")': undefined,
      'mvfind(nothing, "z")': undefined,
      'mvjoin(a, ",")': 'x',
      'split("a,b", ",")': ['a', 'b'],
      'split(a, ",")': 'x',
      'split(nothing, ",")': undefined,
      'mvcount(split("a,,b", ","))': '3',
    });
    expect(await refusal('eval r=split(a, "")')).to.contain('delimiter');
  });

  it('is put into fields one after the other', async () => {
    expect(
      await rowsOf(splunk, 'eval b=a+1, c = b * 2, \'d e\'=c."!", a=null()', [{ a: '1' }]),
    ).to.deep.equal([{ b: '2', c: '4', 'd e': '4!' }]);
    expect(await rowsOf(splunk, 'eval "b"=a', [{ a: ['1', '2'] }])).to.deep.equal([
      { a: ['1', '2'], b: ['1', '2'] },
    ]);
  });

  it('is refused for what it does not know', async () => {
    for (const [search, reason] of [
      ['eval r=a % 2', '"%" is not understood'],
      ['eval r=a LIKE "x"', '"LIKE" is not understood'],
      ['where a IN ("x")', '"IN" is not understood'],
      ['where a <> 1', '">" is not understood'],
      ['where 1 < n < 3', '"<" is not understood'],
      ['eval r=5x', '"5" is not understood'],
      ['eval r=(1', '"the end" is not understood'],
      ['eval r=1)', '")" is not understood'],
      ['eval r', '"the end" is not understood'],
      ['eval 5=1', '"5" is not understood'],
      ['eval r=true', '"true" is not understood'],
      ['eval r="a\\tb"', '\\t in a string'],
      ['eval r=md5(a)', 'Unknown function md5()'],
      ['eval r=Lower(a)', 'Unknown function Lower()'],
      ['eval r=toString(a)', 'Unknown function toString()'],
      ['eval r=now(1)', 'now() does not take 1 arguments'],
      ['eval r=case(a="x")', 'does not take 1 arguments'],
      ['eval r=case(a="x", 1, a="y")', 'pairs'],
    ] as const)
      expect(await refusal(search, []), search).to.contain(reason);
  });
});
