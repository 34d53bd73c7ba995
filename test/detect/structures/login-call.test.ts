import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { alphanumeric } from '../../support/secrets.ts';
import { foundIn, valuesIn } from './reading.ts';

const ANCHORS = rules.find(({ id }) => id === 'generic-argument')!.detectors[0]!.anchors;
const SECRET = alphanumeric(24, 'login call');

/** What is found in a call in which SECRET is filled in. */
const values = (call: string): string[] => valuesIn('login-call', call.replaceAll('SECRET', SECRET), ANCHORS);
const found = (call: string) => foundIn('login-call', call.replaceAll('SECRET', SECRET), ANCHORS);

const CALLS: Record<string, string[]> = {
  'databases in Java': [
    'DriverManager.getConnection("jdbc:mysql://db/shop", "app", "SECRET")',
    'DriverManager.getConnection(\n    URL,\n    USER,\n    "SECRET"\n)',
  ],
  'mail and HTTP in Java': [
    'new PasswordAuthentication("app", "SECRET")',
    'new PasswordAuthentication(user, "SECRET".toCharArray())',
    'new UsernamePasswordCredentials("app", "SECRET")',
    'new UsernamePasswordToken(name, "SECRET")',
    'new UsernamePasswordAuthenticationToken("app", "SECRET")',
  ],
  '.NET': ['new NetworkCredential("app", "SECRET")', 'new NetworkCredential("app", "SECRET", "CORP")'],
  'HTTP in Python': [
    'requests.get(url, auth=("app", "SECRET"))',
    "requests.get(url, auth = ('app', 'SECRET'))",
    'HTTPBasicAuth("app", "SECRET")',
    'HTTPDigestAuth(user, "SECRET")',
  ],
  'services in Python': [
    "pika.PlainCredentials('app', 'SECRET')",
    'ldap.simple_bind_s("cn=app,dc=corp", "SECRET")',
    'client.username_pw_set("app", password="SECRET")',
    'pymysql.connect("db", "app", "SECRET", "shop")',
    'smtp.login("app", "SECRET")',
    'self.smtp.login(user, u"SECRET")',
  ],
  Go: ['req.SetBasicAuth("app", "SECRET")', 'req.SetBasicAuth("app", `SECRET`)'],
  PHP: [
    "new mysqli('db', 'app', 'SECRET', 'shop')",
    "mysqli_connect($host, $user, 'SECRET')",
    "new PDO('mysql:host=db;dbname=shop', 'app', 'SECRET', [PDO::ATTR_ERRMODE => 2])",
    "ldap_bind($ldap, sprintf('cn=%s,dc=corp', $user), 'SECRET')",
    '$ftp->login("app", "SECRET")',
  ],
  Perl: ['DBI->connect($dsn, "app", "SECRET", { RaiseError => 1 })'],
  JavaScript: [
    "new Sequelize('shop', 'app', 'SECRET', {})",
    "jwt.sign({ id: user.id, list: [1, 2] }, 'SECRET')",
    'jwt.verify(token, "SECRET", (error, claims) => {})',
    "crypto.createHmac('sha256', 'SECRET').update(body)",
    "createDecipheriv('aes-256-cbc', 'SECRET', iv)",
  ],
  'keys in other languages': [
    'new SecretKeySpec("SECRET".getBytes(StandardCharsets.UTF_8), "AES")',
    "Fernet(b'SECRET')",
    "hmac.new(b'SECRET', body, hashlib.sha256)",
    'new BasicAWSCredentials(id, "SECRET")',
  ],
  'calls that log in, by their names': [
    'login("app", "SECRET")',
    'await page.signIn("app", "SECRET", { remember: true })',
    'robot.log_in("app", "SECRET")',
    'ssh.connect("db.corp.net", 22, "app", "SECRET")',
    'new Credentials("app", "SECRET")',
    'firebase.auth.EmailAuthProvider.credential("app@corp.net", "SECRET")',
  ],
  'a token alone': ['client.login("SECRET")'],
  Arduino: [
    'WiFi.begin("corp", "SECRET");',
    'WiFi.begin(ssid, "SECRET", 6);',
    'client.connect("sensor", "app", "SECRET")',
  ],
  SQL: [
    "CREATE USER app IDENTIFIED BY 'SECRET'",
    'alter user app identified by "SECRET"',
    "GRANT ALL ON *.* TO app IDENTIFIED BY 'SECRET' WITH GRANT OPTION;",
    `cursor.execute("CREATE USER app IDENTIFIED BY 'SECRET'")`,
  ],
};

const NOTHING: Record<string, string[]> = {
  'given a variable': [
    'smtp.login(user, password)',
    'WiFi.begin(ssid, pass)',
    'new NetworkCredential(user, GetPassword("SECRET"))',
    'requests.get(url, auth=(user, os.environ["SECRET"]))',
    "jwt.sign({ jti: 'SECRET' }, key)",
    "createHmac('sha256', key).update('SECRET')",
    'hmac.new(key, b"SECRET")',
  ],
  'given less': [
    'DriverManager.getConnection("jdbc:SECRET")',
    'DriverManager.getConnection(url, "SECRET")',
    'smtp.login("gandalf")',
    'smtp.login("Winter2024")',
    "new PDO('SECRET')",
    'WiFi.begin("SECRET")',
    'client.connect("db", "SECRET")',
  ],
  'given a sum, which nobody reads': ['smtp.login("app", "SECRET" + suffix)', 'smtp.login("app", prefix + "SECRET")'],
  'given what stands for a secret': [
    'smtp.login("app", "password")',
    'smtp.login("app", "your-password-here")',
    'smtp.login("app", "$' + '{PASSWORD}")',
    'WiFi.begin("ssid", "********")',
    'login("app", "gandalf")',
    "jwt.sign(claims, 'shhhhh')",
    "jwt.sign(claims, 'gandalf')",
    "jwt.sign(claims, 'Winter2024!')",
    "createHmac('sha256', 'webhook-secret')",
  ],
  'another call': [
    'blogins("app", "SECRET")',
    'disconnected("app", "SECRET")',
    'mybasicauth_of("app", "SECRET")',
    'oauth=("app", "SECRET")',
    'smtp.login = "SECRET"',
  ],
  'cut short': ['smtp.login("app", "SECRET', 'smtp.login("app"', 'smtp.login(', 'auth=(', 'identified by'],
};

describe('a call that is given a secret', () => {
  it.each(Object.entries(CALLS))('is found: %s', (_, calls) => {
    for (const call of calls) expect(values(call), call).toEqual([SECRET]);
  });

  it('is looked at up to its end only', () => {
    expect(values('smtp.login(user, password); send("app", "SECRET")')).toEqual([]);
    expect(values('a.login("x", "SECRET"); b.login("y", "SECRET")')).toEqual([SECRET, SECRET]);
    expect(values(`smtp.login("${'a'.repeat(900)}", "SECRET")`)).toEqual([]);
  });
});

describe('a call that is given none', () => {
  it.each(Object.entries(NOTHING))('is one %s', (_, calls) => {
    for (const call of calls) expect(values(call), call).toEqual([]);
  });
});

describe('what is told of it', () => {
  it('is what the value is for, and how sure that is', () => {
    expect(found('smtp.login("app", "SECRET")')).toMatchObject([
      { what: 'the password that login is given', confidence: 'high' },
    ]);
    expect(found("jwt.sign(claims, 'SECRET')")).toMatchObject([{ what: 'the key that jwt.sign is given' }]);
    expect(found('smtp.login("app", "Winter2024!")')).toMatchObject([{ confidence: 'medium' }]);
  });
});
