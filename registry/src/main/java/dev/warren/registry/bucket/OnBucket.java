package dev.warren.registry.bucket;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether blobs are to be in a bucket. */
final class OnBucket implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return StringUtils.hasText(
                context.getEnvironment().getProperty("warren.registry.s3.bucket"));
    }
}
