package dev.atelier.platform.error;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that the resource method does not declare, by name, and numbers that are none. Only Atelier's
 * own resources are looked at.
 */
@Singleton
public class QueryParameters {
    private final Map<Method, Map<String, Class<?>>> declared = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = Priorities.USER)
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method == null
                || method.isAnnotationPresent(ForeignQuery.class)
                || !method.getDeclaringClass().getName().startsWith("dev.atelier.")) {
            return;
        }
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        Map<String, Class<?>> known = declared.computeIfAbsent(method, QueryParameters::declared);
        List<FieldViolation> violations = new ArrayList<>();
        given.forEach((name, values) -> {
            Class<?> type = known.get(name);
            if (type == null) {
                violations.add(new FieldViolation(
                        name, "is not a known parameter; known are " + String.join(", ", known.keySet())));
            } else {
                values.forEach(value -> unreadable(type, value)
                        .ifPresent(message -> violations.add(new FieldViolation(name, message))));
            }
        });
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    private static Map<String, Class<?>> declared(Method method) {
        Map<String, Class<?>> names = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            RestQuery rest = parameter.getAnnotation(RestQuery.class);
            if (query != null) {
                names.put(query.value(), parameter.getType());
            } else if (rest != null) {
                names.put(rest.value().isEmpty() ? parameter.getName() : rest.value(), parameter.getType());
            } else if (parameter.isAnnotationPresent(BeanParam.class)) {
                fields(parameter.getType(), names);
            }
        }
        return names;
    }

    private static void fields(Class<?> type, Map<String, Class<?>> names) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                QueryParam query = field.getAnnotation(QueryParam.class);
                RestQuery rest = field.getAnnotation(RestQuery.class);
                if (query != null) {
                    names.put(query.value(), field.getType());
                } else if (rest != null) {
                    names.put(rest.value().isEmpty() ? field.getName() : rest.value(), field.getType());
                }
            }
        }
    }

    private static Optional<String> unreadable(Class<?> type, String value) {
        try {
            if (type == Integer.class || type == int.class) {
                Integer.parseInt(value);
            } else if (type == Long.class || type == long.class) {
                Long.parseLong(value);
            }
            return Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.of("must be a whole number");
        }
    }
}
