import { describe, expect, it } from 'vitest';
import { mayReach, problemWith, readAllowed } from './target';

const none = readAllowed([]);
const some = readAllowed(['10.1.0.0/16', 'hooks.internal', '::1']);

describe('mayReach', () => {
  it.each(['93.184.216.34', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])(
    'lets a public address through: %s',
    (address) => expect(mayReach(address, none)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    'not-an-address',
  ])('stops before %s', (address) => expect(mayReach(address, none)).toBe(false));

  it('lets through what is allowed, and nothing beside it', () => {
    expect(mayReach('10.1.2.3', some)).toBe(true);
    expect(mayReach('::1', some)).toBe(true);
    expect(mayReach('10.2.0.1', some)).toBe(false);
  });
});

describe('problemWith', () => {
  it.each(['https://hooks.acme.example/usher', 'https://93.184.216.34:8443/x', 'https://[2606:4700::1111]/'])(
    'takes %s',
    (url) => expect(problemWith(url, none)).toBeNull(),
  );

  it.each([
    ['ftp://hooks.acme.example', /whole address/],
    ['hooks.acme.example', /whole address/],
    ['https://user:pw@hooks.acme.example', /user name/],
    ['http://hooks.acme.example', /https/],
    ['https://localhost/x', /private or local/],
    ['https://LOCALHOST./x', /private or local/],
    ['https://metadata.google.internal/', /private or local/],
    ['https://intranet/', /private or local/],
    ['https://127.0.0.1/', /private or local/],
    // The URL parser reads these as 127.0.0.1.
    ['https://2130706433/', /private or local/],
    ['https://0x7f.1/', /private or local/],
    ['https://[::ffff:127.0.0.1]/', /private or local/],
    ['https://[fd00::1]/', /private or local/],
  ])('refuses %s', (url, words) => expect(problemWith(url, none)).toMatch(words));

  it('takes what is allowed, without https too', () => {
    expect(problemWith('http://10.1.2.3/x', some)).toBeNull();
    expect(problemWith('http://hooks.internal/x', some)).toBeNull();
    expect(problemWith('http://10.2.2.3/x', some)).toMatch(/private or local/);
  });
});

it('says which entry of the configuration is none', () => {
  expect(() => readAllowed(['10.1.0/16'])).toThrow('"10.1.0/16" is no network');
});

describe('the words for a browser', () => {
  it('name no variable of the server', () => {
    const said = problemWith('https://10.0.0.8/usher', none) ?? '';
    expect(said).toMatch(/private or local/);
    expect(said).not.toMatch(/[A-Z]{3,}_/);
  });
});
