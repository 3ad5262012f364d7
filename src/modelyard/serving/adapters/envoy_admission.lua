-- Decides in the gateway whether a request for a service goes on. Each worker of Envoy runs a copy of its own.
--
-- A request that may go on gets the header SERVICE and is routed anew; no route leads to a replica without it, and what
-- clients send under such names was forgotten before. An error in here therefore leads to a refusal, never to a replica.
-- What `handle:headers()` gave may not be used after something was waited for: it is got again.

local SERVICE, OUTCOME, LIMIT = "x-modelyard-service-id", "x-modelyard-outcome", "x-modelyard-limit"
local HASH = "x-modelyard-hash-"
-- What the gate says of a caller, and under which name replicas and rules see it; of NAMES only rules know.
-- The credentials themselves are taken off by the route that leads to the replica.
local FACTS = {
  ["x-caller-credential"] = "x-modelyard-credential",
  ["x-caller-user-id"] = "x-modelyard-user-id",
  ["x-caller-domain-id"] = "x-modelyard-domain-id",
  ["x-caller-project-id"] = "x-modelyard-project-id",
}
local NAMES = {
  ["x-caller-user-name"] = "x-modelyard-user-name",
  ["x-caller-domain-name"] = "x-modelyard-domain-name",
  ["x-caller-project-name"] = "x-modelyard-project-name",
}

local GATE, ASK_MS, WAKE_MS = "@GATE@", @ASK_MS@, @WAKE_MS@
-- A verdict is asked for anew after FRESH, used until GOOD while that is under way, and, while the gate is away, until LAST.
local FRESH_MS, GOOD_MS, LAST_MS = @FRESH_MS@, @GOOD_MS@, @LAST_MS@
local MOST_VERDICTS, MOST_ASKED_IN_A_SECOND = 20000, 5000
local SESSION_COOKIE = "@SESSION_COOKIE@"

-- By service: what its route says of it, and the verdicts on its callers by kind of credential.
local contexts, count_of_contexts = {}, 0
local count_of_verdicts, generation = 0, 0
local asked, asked_since, gate_away_until = 0, 0, 0

local function read_context(text)
  local known = contexts[text]
  if known ~= nil and known.generation == generation then return known end
  if known == nil and count_of_contexts > 10000 then contexts, count_of_contexts = {}, 0 end
  local context = { generation = generation, auth = {}, hashes = {}, verdicts = { token = {}, code = {}, key = {}, bearer = {} } }
  for name, value in text:gmatch("([^=;]+)=([^;]*)") do context[name] = value end
  for method in context.methods:gmatch("[^,]+") do context.auth[method] = true end
  for number, source, modulus in context.hash:gmatch("(%d+)/([^/,]+)/(%d+)") do
    context.hashes[#context.hashes + 1] = { header = HASH .. number, source = source, modulus = tonumber(modulus) }
  end
  context.limit = tonumber(context.body)
  if known == nil then count_of_contexts = count_of_contexts + 1 end
  contexts[text] = context
  return context
end

local function refuse(handle, outcome, status, body)
  handle:headers():replace(OUTCOME, outcome)
  handle:respond({ [":status"] = status }, body or "")
  return nil
end

-- Wait for a body of unknown length; the route limits how much of it. What comes while the gate is asked cannot be waited
-- for afterwards, so this is done before.
local function await_body(handle, context)
  local headers = handle:headers()
  if headers:get("content-length") ~= nil or headers:get("upgrade") ~= nil then return end
  headers:replace(LIMIT, context.body)
  headers:replace(OUTCOME, "too-large")
  handle:body()
  headers = handle:headers()
  headers:remove(LIMIT)
  headers:remove(OUTCOME)
end

-- Ask the gate; returns the headers and the body of its answer, or nil when it is away.
local function ask(handle, context, question, headers, body, milliseconds)
  await_body(handle, context)
  local now = handle:timestamp()
  -- Not the number under way: of a request whose client leaves, nothing in here is told.
  if now - asked_since >= 1000 then asked, asked_since = 0, now end
  asked = asked + 1
  if asked > MOST_ASKED_IN_A_SECOND then return nil end
  headers["x-gate-question"] = question
  local answer, text = handle:httpCall(GATE, headers, body, milliseconds, false)
  if answer["x-gate-verdict"] == nil then
    gate_away_until = handle:timestamp() + 1000
    return nil
  end
  gate_away_until = 0
  return answer, text
end

local function about(handle, context, path)
  local headers = handle:headers()
  local address = handle:streamInfo():downstreamRemoteAddress():gsub("^%[?(.-)%]?:%d+$", "%1")
  return {
    [":method"] = "POST", [":path"] = path, [":authority"] = "gate",
    ["x-gate-service"] = context.service, ["x-gate-project"] = context.project, ["x-gate-domain"] = context.domain,
    ["x-gate-workspace"] = context.workspace, ["x-gate-methods"] = context.methods,
    ["x-request-id"] = headers:get("x-request-id"), ["x-language"] = headers:get("x-language"),
    ["accept-language"] = headers:get("accept-language"), ["x-gate-client"] = address,
  }
end

-- Return the headers that tell of a caller.
local function caller_of(context, answer)
  local caller = {}
  for fact, header in pairs(FACTS) do caller[header] = answer[fact] end
  if context.names == "yes" then
    for fact, header in pairs(NAMES) do caller[header] = answer[fact] end
  end
  return caller
end

-- Return the caller behind a credential that is one header; nil when he was refused.
local function known_caller(handle, context, kind, name, credential)
  local now = handle:timestamp()
  local verdicts = context.verdicts[kind]
  local verdict = verdicts[credential]
  if verdict ~= nil then
    if now < verdict.fresh then return verdict.caller end
    if now < verdict.good and now < verdict.asking then return verdict.caller end
    if now < gate_away_until and now < verdict.last then return verdict.caller end
    verdict.asking = now + ASK_MS
  end
  local question = about(handle, context, "/one-header")
  question[name] = credential
  local answer, text
  if now >= gate_away_until then answer, text = ask(handle, context, "who", question, nil, ASK_MS) end
  if answer == nil then
    if verdict ~= nil and now < verdict.last then return verdict.caller end
    return refuse(handle, "gate-away", "503")
  end
  if answer["x-gate-verdict"] ~= "yes" then
    verdicts[credential] = nil
    return refuse(handle, "gate", answer[":status"], text)
  end
  local caller = caller_of(context, answer)
  local ends = tonumber(answer["x-gate-ends-at"]) or math.huge
  now = handle:timestamp()
  if count_of_verdicts >= MOST_VERDICTS then
    count_of_verdicts, generation = 0, generation + 1
  end
  if verdict == nil then count_of_verdicts = count_of_verdicts + 1 end
  verdicts[credential] = {
    caller = caller, asking = 0,
    fresh = math.min(now + FRESH_MS, ends), good = math.min(now + GOOD_MS, ends), last = math.min(now + LAST_MS, ends),
  }
  return caller
end

-- Return the caller who signed a request; nil when he was refused. Each signature is new, so each one is asked about.
local function signing_caller(handle, context)
  local headers = handle:headers()
  local question = {}
  for name, value in pairs(headers) do
    local before = question[name]
    if before == nil then question[name] = value
    elseif type(before) == "table" then before[#before + 1] = value
    else question[name] = { before, value } end
  end
  for name, value in pairs(about(handle, context, "/signed" .. headers:get(":path"))) do
    if name ~= ":authority" and name ~= ":method" then question[name] = value end
  end
  question["x-gate-length"] = question["content-length"]
  question["content-length"], question["upgrade"], question["connection"] = nil, nil, nil
  question["expect"], question["transfer-encoding"] = nil, nil
  local unsigned = headers:get("x-sdk-content-sha256") == "UNSIGNED-PAYLOAD"
  local bytes = nil
  if not unsigned and headers:get("upgrade") == nil then
    await_body(handle, context)
    local body = handle:body()
    if body ~= nil and body:length() > 0 then bytes = body:getBytes(0, body:length()) end
  end
  local answer, text = ask(handle, context, "signed", question, bytes, ASK_MS * 5)
  if answer == nil then return refuse(handle, "gate-away", "503") end
  if answer["x-gate-verdict"] ~= "yes" then return refuse(handle, "gate", answer[":status"], text) end
  return caller_of(context, answer)
end

-- Return who calls, by the first credential that the service takes; nil when he was refused.
local function identify(handle, context)
  local headers, auth = handle:headers(), context.auth
  if auth.TOKEN then
    local token = headers:get("x-auth-token")
    if token ~= nil then return known_caller(handle, context, "token", "x-auth-token", token) end
  end
  local authorization = headers:get("authorization")
  if authorization ~= nil then
    local start = authorization:sub(1, 4)
    if (start == "SDK-" or start == "V11-") and (auth.AKSK or auth.APP) then return signing_caller(handle, context) end
    if auth.API_KEY and authorization:sub(1, 7):lower() == "bearer " then
      return known_caller(handle, context, "bearer", "authorization", authorization)
    end
  end
  if auth.APP then
    local code = headers:get("x-apig-appcode")
    if code ~= nil then return known_caller(handle, context, "code", "x-apig-appcode", code) end
    local key = headers:get("apikey")
    if key ~= nil then return known_caller(handle, context, "key", "apikey", key) end
  end
  local cookie = headers:get("cookie")
  if auth.TOKEN and cookie ~= nil and headers:get("x-csrf-token") ~= nil and cookie:find(SESSION_COOKIE, 1, true) then
    -- The console tries a service out; its users are few.
    local question = about(handle, context, "/session")
    question["cookie"], question["x-csrf-token"] = cookie, headers:get("x-csrf-token")
    local answer, text = ask(handle, context, "who", question, nil, ASK_MS)
    if answer == nil then return refuse(handle, "gate-away", "503") end
    if answer["x-gate-verdict"] ~= "yes" then return refuse(handle, "gate", answer[":status"], text) end
    return caller_of(context, answer)
  end
  return refuse(handle, "nobody", "401")
end

local function next_character(text, at)
  local first = text:byte(at)
  if first < 0x80 then return first, at + 1 end
  local second, third, fourth = text:byte(at + 1, at + 3)
  if first >= 0xF0 and fourth ~= nil then
    return (first % 8) * 262144 + (second % 64) * 4096 + (third % 64) * 64 + fourth % 64, at + 4
  end
  if first >= 0xE0 and first < 0xF0 and third ~= nil then return (first % 16) * 4096 + (second % 64) * 64 + third % 64, at + 3 end
  if first >= 0xC0 and first < 0xE0 and second ~= nil then return (first % 32) * 64 + second % 64, at + 2 end
  return 0xFFFD, at + 1
end

-- Java's hash of a string: 31 * hash + unit over its UTF-16 units, as 32 bits with a sign.
local function java_hash(text)
  local hash, at = 0, 1
  while at <= #text do
    local character
    character, at = next_character(text, at)
    if character >= 0x10000 then
      character = character - 0x10000
      hash = (hash * 31 + 0xD800 + math.floor(character / 1024)) % 4294967296
      character = 0xDC00 + character % 1024
    end
    hash = (hash * 31 + character) % 4294967296
  end
  if hash >= 2147483648 then hash = hash - 4294967296 end
  return hash
end

local function without_session(cookies)
  local kept = {}
  for cookie in cookies:gmatch("[^;]+") do
    if not cookie:find("^%s*" .. SESSION_COOKIE .. "=") then kept[#kept + 1] = cookie end
  end
  if #kept == 0 then return nil end
  return (table.concat(kept, ";"):gsub("^%s+", ""))
end

local function admit(handle)
  local context = read_context(handle:metadata():get("context"))
  if context.state == "unknown" or context.state == "starting" then
    return refuse(handle, context.state, context.state == "unknown" and "404" or "503")
  end
  local length = handle:headers():get("content-length")
  if length ~= nil and (tonumber(length) or math.huge) > context.limit then
    handle:headers():replace(LIMIT, context.body)
    return refuse(handle, "too-large", "413")
  end
  local caller = nil
  if not context.auth.NONE then
    caller = identify(handle, context)
    if caller == nil then return end
  end
  if context.state == "stopped" then return refuse(handle, "stopped", "400") end
  await_body(handle, context)
  local headers = handle:headers()
  if context.state == "asleep" then
    local answer = ask(handle, context, "wake", about(handle, context, "/wake"), nil, WAKE_MS)
    if answer == nil or answer["x-gate-verdict"] ~= "yes" then return refuse(handle, "asleep", "503") end
    headers = handle:headers()
  end
  local cookies = headers:get("cookie")
  if cookies ~= nil and cookies:find(SESSION_COOKIE, 1, true) then
    local rest = without_session(cookies)
    if rest == nil then headers:remove("cookie") else headers:replace("cookie", rest) end
  end
  if caller ~= nil then
    for header, value in pairs(caller) do headers:replace(header, value) end
  end
  for _, hash in ipairs(context.hashes) do
    local value = headers:get(hash.source)
    if value ~= nil then
      value = java_hash(value)
      if hash.modulus > 0 then value = value % hash.modulus end
      headers:replace(hash.header, string.format("%d", value))
    end
  end
  headers:replace(SERVICE, context.service)
  handle:clearRouteCache()
end

function envoy_on_request(handle)
  local ok, problem = pcall(admit, handle)
  if not ok then
    handle:logErr("admission failed: " .. tostring(problem))
    pcall(refuse, handle, "broken", "500")
  end
end
