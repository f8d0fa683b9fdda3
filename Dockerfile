# The jar comes from `./warren run` or `mvn -B verify`; this only puts it beside a JVM.
FROM eclipse-temurin:25-jre-noble

RUN useradd --system --create-home --home-dir /var/lib/warren warren \
    && apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY platform-app/src/main/resources/jvm.options platform-app/target/warren.jar /opt/warren/

USER warren
WORKDIR /var/lib/warren
ENV WARREN_DATA_DIR=/var/lib/warren/data \
    JAVA_TOOL_OPTIONS="-Xmx384m -XX:MaxDirectMemorySize=128m -Dio.netty.maxDirectMemory=134217728"
VOLUME /var/lib/warren/data
EXPOSE 2222 8080
HEALTHCHECK --start-period=60s --interval=15s --timeout=5s \
    CMD curl -fsS http://127.0.0.1:9090/actuator/health/readiness
ENTRYPOINT ["java", "@/opt/warren/jvm.options", "-jar", "/opt/warren/warren.jar"]
