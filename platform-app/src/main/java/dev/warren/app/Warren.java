package dev.warren.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program's entry. */
@SpringBootApplication
public class Warren {

    private Warren() {}

    public static void main(String[] args) {
        SpringApplication.run(Warren.class, args);
    }
}
