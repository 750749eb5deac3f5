package dev.herald.loadtest.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs the run's access tokens (JWT, HS256) with the server's secret. Names in it are the tool's own: plain ASCII. Immutable. */
public final class TokenSigner {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final SecretKeySpec key;
    private final String jtiPrefix;
    private final Instant issued;
    private final Instant expires;

    /** Tokens that hold for {@code ttl} from {@code now}; the session id of a user is {@code jtiPrefix} and the user. */
    public TokenSigner(String secret, String jtiPrefix, Instant now, Duration ttl) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.jtiPrefix = jtiPrefix;
        this.issued = now;
        this.expires = now.plus(ttl);
    }

    /** A token of a user who may open these topics besides the own. */
    public String subscriber(String user, List<String> topics) {
        String names = topics.stream().map(topic -> "\"" + topic + "\"").collect(Collectors.joining(","));
        return sign(user, names.isEmpty() ? "" : ",\"topics\":[" + names + "]");
    }

    /** A token that may publish. */
    public String publisher() {
        return sign("loadtest-publisher", ",\"scope\":\"publish\"");
    }

    private String sign(String subject, String more) {
        String claims = "{\"sub\":\"" + subject + "\",\"jti\":\"" + jtiPrefix + subject + "\",\"iat\":"
                + issued.getEpochSecond() + ",\"exp\":" + expires.getEpochSecond() + more + "}";
        String signed = HEADER + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
