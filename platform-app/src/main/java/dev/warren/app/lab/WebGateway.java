package dev.warren.app.lab;

/** A gateway that also publishes web servers by name, all on one port. */
public interface WebGateway extends Gateway {

    int httpPort();

    /** The host name under which {@code ssh -R name:80:…} of {@link #login} is published. */
    String host(String name);
}
