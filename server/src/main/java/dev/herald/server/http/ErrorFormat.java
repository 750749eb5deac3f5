package dev.herald.server.http;

import dev.herald.protocol.EventJson;
import dev.herald.protocol.SseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a route speaks of errors. Immutable. */
enum ErrorFormat {
    /** RFC 9457. */
    PROBLEM {
        @Override
        Answer answer(HttpResponseStatus status, String detail) {
            return Answer.text(status, Answer.PROBLEM, problem(status, detail));
        }
    },
    /** As the only event of a stream that is refused: a page's EventSource shows nothing of a body in another type. */
    EVENT {
        @Override
        Answer answer(HttpResponseStatus status, String detail) {
            byte[] event = SseEncoder.event(null, "error", EventJson.error(detail));
            return Answer.text(status, Answer.EVENT_STREAM, new String(event, StandardCharsets.UTF_8));
        }
    };

    /** @param detail a sentence for the caller, without secrets */
    abstract Answer answer(HttpResponseStatus status, String detail);

    /** A problem document, for where it is not a whole answer. */
    static String problem(HttpResponseStatus status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", status.reasonPhrase());
        problem.put("status", status.code());
        problem.put("detail", detail);
        return Answer.written(problem);
    }
}
