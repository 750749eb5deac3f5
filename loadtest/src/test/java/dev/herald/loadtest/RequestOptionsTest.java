package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc          | Authorization: ***",
                "--header=cookie: session=abc       | --header=cookie: ***",
                "X-Api-Key:abc                      | X-Api-Key:***",
                "Authorization: Bearer {token}      | Authorization: Bearer {token}",
                "X-Tenant: 7                        | X-Tenant: 7",
                "/stream?a=1&access_token=abc&b=2   | /stream?a=1&access_token=***&b=2",
                "/stream?token={token}              | /stream?token={token}",
                "--rate                             | --rate"
            })
    void showsNoCredentials(String argument, String shown) {
        assertThat(RequestOptions.withoutCredentials(argument)).isEqualTo(shown);
    }
}
