// What the newest part tempts a scanner with. $N a noun, $M with a capital, $V a verb, $S a service,
// $T $U $W a word for a secret, small, with a capital, and in capitals.

// Lines of text, not strings in brackets: what follows 'password' in a list is not its value.
const lines = ({ raw }) =>
  raw[0]
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const lookAlikes = {
  secretWords: lines`
    password
    token
    secret
    passwd
    apikey
    credentials
    pin
  `,
  messages: lines`
    We could not verify your $T
    $U expired, request a new one
    Type the $T again
    Use 8 or more characters with a mix of letters, numbers & symbols
    Your old $T was entered incorrectly
    Mind that the $T is case-sensitive
    Forgot $T?
    Reset $T
    A $T has been sent to your inbox
    That $T is already in use by another $N
    Choose a stronger $T
    Remember me on this device
    The $N rejected the $T (403)
    Mot de passe trop court
    Le jeton a expiré
    Das Kennwort muss mindestens 10 Zeichen lang sein
    Kennwort vergessen?
    Schlüssel konnte nicht geladen werden
    ¿Olvidaste tu contraseña?
    Las contraseñas no coinciden
    Esqueceu sua senha?
    A senha deve ter no mínimo 8 caracteres
    La password inserita non è corretta
    Inserisci la password
    Nieprawidłowe hasło
    Zadejte heslo
    Adja meg a jelszót
    Syötä salasana
    Angi passordet ditt
    Забыли пароль?
    Пароль слишком короткий
    忘记密码
    密码长度至少为8位
    パスワードをお忘れですか
    비밀번호가 일치하지 않습니다
    كلمة المرور
    Parolanızı mı unuttunuz?
    Mật khẩu không đúng
    Unable to $V $N without a $T
    Paste the $T from your $N dashboard
    Only admins may rotate the $T
  `,
  labels: lines`
    Your password
    Repeat password
    API token
    Secret access key
    Passphrase
    PIN code
    Current password
    Jeton
    Clé API
    Geheimnis
    Zugangsschlüssel
    Contraseña actual
    Palavra-passe
    Chave de API
    Parola d'ordine
    Hasło
    Heslo
    Jelszó
    Adgangskode
    Токен
    Секретный ключ
    访问令牌
    シークレット
  `,
  calls: lines`
    fetch$U(ctx)
    $N.$T()
    $N.issue$U(user)
    resolve_$T($N)
    read$UFromStdin()
    ask("$U?")
    store.get("$N/$T")
    session.$T
    lookup($T, $N)
    $M.of($T)
    $V($N.$T)
    ctx.cookies.get("$T")
    env["$S_$W"]
    crypto.randomUUID()
    rand.text(24)
    body.$T.trim()
    derive($T, salt, 100000)
    $N.$T ?? null
  `,
  phpCalls: lines`
    $$N->$T
    $_SERVER["$W"]
    $this->$N->get$U()
    filter_input(INPUT_POST, "$T")
    $_ENV["$W"]
  `,
  members: lines`
    this.#$T
    self.$N_$T
    ctx.$T
    state.$N.$T
    form.$T
    req.body.$T
    $N->$T
    creds.$T
    cls.$T
    opts.$N$U
    data.$T
    row.$T
    $M.$W
    null
  `,
  idents: lines`
    $T_$N
    $N.$T.label
    $N-$T-input
    $T$M
    $M$UView
    x-$N-$T
    $V-$T
    has_$T
    $T_reset_at
    use$UStore
    err_$T_mismatch
    $W_$S
    @$N/$T-$V
    --$N-$T
    $T.$V.failed
    $N:$V:$T
    data-$T
    $TInput$M
  `,
  types: lines`
    string
    $M$U
    Maybe<$U>
    Option<String>
    bytes
    text
    $U[]
    &str
    CharSequence
    Secret[str]
    Text
    NSString
    uuid
    char[64]
  `,
  files: lines`
    /etc/$N/$T.conf
    ./keys/$N.pub
    /vault/secrets/$N
    $HOME/.$N/$T
    secrets/$N.$T.age
    ../certs/$N-$T.crt
    s3://$N-config/$T.json
    /run/$N/$T.sock
    tests/data/$T.bin
    config/$N.$T.yaml
  `,
  urls: lines`
    https://id.tessera.cloud/oauth2/v1/$T
    https://help.corvid-labs.com/articles/$T-$V
    /v2/$N/{id}/$T
    https://halden.no/$N/$T/edit
    mysql://localhost/$N
    mongodb://127.0.0.1:27017/$N
    redis://redis:6379/0
    nats://queue:4222
    git+ssh://git@github.com/tessera/$N.git
    http://127.0.0.1:9200/$N
  `,
  settings: lines`
    10
    14
    64
    900
    7200
    2h
    45d
    yes
    no
    on
    off
    ES256
    PS512
    scrypt
    lax
    memory
    file
    post
    manual
    rotate
    always
    AES-256-GCM
    sha384
    kms
  `,
  secretNames: lines`
    $N/$T
    $N-$V-$T
    prod-$N-$T
    /$N/prod/$T
    kv/data/$N
    $N-$T-v3
    arn-of-$N-$T
    $N-pull-$T
    $M$UName
    team/$N#$T
  `,
};
