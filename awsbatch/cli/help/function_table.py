"""What each function gives, with an example: for `awsbatch help functions` and the documents."""

from awsbatch.record import record

_TEXT = r"""
times:
  now()  when the run began, in seconds since 1970
    now()  →  1779235200
  ago(span)  seconds since 1970, a span before `now()`
    ago('30d')  →  1776643200
  ago_ms(span)  the same in milliseconds, as CloudWatch Logs counts
    ago_ms('1h')  →  1779231600000
  epoch(time)  seconds since 1970 of an ISO 8601 time, or the number itself
    epoch('2026-05-20')  →  1779235200
  iso(seconds)  seconds since 1970 as a time in UTC
    iso(ago('1h'))  →  "2026-05-19T23:00:00Z"
  date(seconds)  seconds since 1970 as a day in UTC
    date(now())  →  "2026-05-20"
  strftime(seconds, format[, zone])  any form of a time, in UTC or a zone, by Python's directives
    strftime(now(), '%H:%M %Z', 'Europe/Berlin')  →  "02:00 CEST"
strings:
  split(string, by[, count])  the parts between the places where `by` is, `count` splits at most
    split('key=a=b', '=', 1)  →  ["key", "a=b"]
  lines(string)  the lines of a text
    lines(`"a\nb\n"`)  →  ["a", "b"]
  join(by, list)  the strings of a list in one
    join(', ', ['a', 'b'])  →  "a, b"
  replace(string, old, new[, count])  the string with `new` for `old`, in `count` places at most
    replace('a-b-c', '-', '+', 1)  →  "a+b-c"
  lower(string)  the string in lower case
    lower('Web')  →  "web"
  upper(string)  the string in upper case
    upper('Web')  →  "WEB"
  trim(string[, characters])  the string without white space, or the characters, at its ends
    trim('/app/', '/')  →  "app"
  pad_left(string, width[, character])  the string, filled up with spaces or a character before it
    pad_left('7', 3, '0')  →  "007"
  pad_right(string, width[, character])  the string, filled up behind it
    pad_right('ab', 4)  →  "ab  "
  slice(x, from[, to])  a part of a string or a list, counted as Python counts it
    slice('abcdef', 0, 3)  →  "abc"
  starts_with(string, prefix)  whether it begins so
    starts_with('/app/web', '/app')  →  true
  ends_with(string, suffix)  whether it ends so
    ends_with('a.txt', '.txt')  →  true
  contains(x, y)  whether a string holds another one, or a list an element
    contains('a.txt', '.')  →  true
  matches(string, regex)  whether a Python regular expression matches anywhere in it
    matches('i-0abc12', '^i-[0-9a-f]+$')  →  true
  format(template, x, …)  a template with values in its fields, as Python's `str.format`
    format('{} of {:.1f}', 'one', 2)  →  "one of 2.0"
data in texts:
  from_json(string)  the value that a JSON text holds
    from_json('{"a": [1]}').a  →  [1]
  to_string(x)  a value as a JSON text; a string as it is
    to_string({a: 1})  →  "{\"a\":1}"
  from_csv(string)  an object for each line of a CSV text after its header
    from_csv(`"name,size\nweb,2\n"`)  →  [{"name": "web", "size": "2"}]
  base64_encode(string)  the string in Base64
    base64_encode('hello')  →  "aGVsbG8="
  base64_decode(string)  the string that Base64 holds
    base64_decode('aGVsbG8=')  →  "hello"
  url_encode(string)  the string as a part of a URL
    url_encode('a b/c')  →  "a%20b%2Fc"
  read(path)  the text of a file, from where `file://` takes it
    lines(read('names.txt'))  →  ["web", "db"]
numbers:
  add(a, b)  the sum
    add(2, 3)  →  5
  subtract(a, b)  the difference
    subtract(2, 3)  →  -1
  multiply(a, b)  the product
    multiply(2, 1.5)  →  3.0
  divide(a, b)  the quotient
    divide(7, 2)  →  3.5
  floor(number)  the whole number at or below it
    floor(2.7)  →  2
  ceil(number)  the whole number at or above it
    ceil(2.1)  →  3
  abs(number)  the number without its sign
    abs(-2)  →  2
  to_number(x)  a string as a number, or null
    to_number('12')  →  12
  sum(list)  the sum of a list
    sum([1, 2])  →  3
  avg(list)  the mean of a list
    avg([1, 2])  →  1.5
  max(list)  the greatest number or string of a list
    max([1, 2])  →  2
  min(list)  the least number or string of a list
    min([1, 2])  →  1
lists and objects:
  length(x)  how long a list, an object or a string is
    length(['a', 'b'])  →  2
  sort(list)  the numbers or strings of a list in order
    sort(['b', 'a'])  →  ["a", "b"]
  sort_by(list, &key)  the elements of a list, by a field of each
    sort_by([{n: 2}, {n: 1}], &n)  →  [{"n": 1}, {"n": 2}]
  max_by(list, &key)  the element whose field is greatest
    max_by([{n: 2}, {n: 1}], &n)  →  {"n": 2}
  min_by(list, &key)  the element whose field is least
    min_by([{n: 2}, {n: 1}], &n)  →  {"n": 1}
  group_by(list, &key)  an object of lists, by a string of each element
    group_by([{n: 'a', in: 'x'}], &in)  →  {"x": [{"n": "a", "in": "x"}]}
  map(&expression, list)  a list with what the expression makes of each element
    map(&upper(@), ['a', 'b'])  →  ["A", "B"]
  reverse(x)  a list or a string, backwards
    reverse(['a', 'b'])  →  ["b", "a"]
  unique(list)  the elements of a list, each once
    unique(['b', 'a', 'b'])  →  ["b", "a"]
  take(list, n)  the first n elements
    take(['a', 'b', 'c'], 2)  →  ["a", "b"]
  drop(list, n)  all but the first n elements
    drop(['a', 'b', 'c'], 2)  →  ["c"]
  chunk(list, n)  lists of at most n elements, for operations that take so many
    chunk(['a', 'b', 'c'], 2)  →  [["a", "b"], ["c"]]
  zip(list, …)  lists of the first elements, the second ones, …, to the shortest end
    zip(['a', 'b'], [1, 2])  →  [["a", 1], ["b", 2]]
  range([from, ]to[, step])  numbers from 0, or another one, up to one that is left out
    range(1, 4)  →  [1, 2, 3]
  get(x, key)  what is under a key or an index, or null, whatever x is
    get({team: 'web'}, 'team')  →  "web"
  omit(object, names)  an object without some keys
    omit({a: 1, b: 2}, ['b'])  →  {"a": 1}
  keys(object)  the keys of an object
    keys({a: 1, b: 2})  →  ["a", "b"]
  values(object)  the values of an object
    values({a: 1, b: 2})  →  [1, 2]
  items(object)  lists of a key and its value
    items({a: 1, b: 2})  →  [["a", 1], ["b", 2]]
  from_items(list)  an object of lists of a key and a value, such as tags
    from_items([['a', 1], ['b', 2]])  →  {"a": 1, "b": 2}
  merge(object, …)  one object of several, the later keys winning
    merge({a: 1}, {a: 2, b: 3})  →  {"a": 2, "b": 3}
  not_null(x, …)  the first of them that is not null
    not_null(env.NO, 'a')  →  "a"
  to_array(x)  a list as it is, anything else as a list of it
    to_array('a')  →  ["a"]
  type(x)  what kind of value it is, as JSON calls it
    type('a')  →  "string"
"""
"""Subjects; functions with what they give; an example of each with its value."""


@record
class FunctionHelp:
    """The help of one function."""

    signature: str
    """Its name and arguments; those in `[, …]` may be left out."""
    gives: str
    example: str
    value: str
    """The example's value as JSON, in a run that began at 2026-05-20T00:00:00Z."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.signature.partition("(")[0]


def functions() -> dict[str, list[FunctionHelp]]:
    """Return the help of all functions by subject, in the order of the documents."""
    found: dict[str, list[FunctionHelp]] = {}
    subject: list[FunctionHelp] = []
    lines = iter(_TEXT.strip().splitlines())
    for line in lines:
        if line.startswith(" "):
            signature, _, gives = line.strip().partition("  ")
            example, _, value = next(lines).strip().partition("  →  ")
            subject.append(FunctionHelp(signature, gives, example, value))
        else:
            subject = found.setdefault(line.removesuffix(":"), [])
    return found
