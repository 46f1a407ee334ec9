using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MaskedNorm.Package.Tests;

/// <summary>Writes the public surface of an assembly as text, the same on every run.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Assembly assembly, Func<string, string> remark)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Type> space in assembly.GetExportedTypes().GroupBy(type => type.Namespace ?? "").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {space.Key}{remark(space.Key)}\n");
            foreach (Type type in space.OrderBy(Sortable, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{Header(type)}\n");
                foreach (string member in Members(type).Order(StringComparer.Ordinal))
                {
                    text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Sortable(Type type) => type.FullName!;

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsByRefLike ? "ref " : "") + (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsSealed: true } => "sealed class",
            { IsAbstract: true } => "abstract class",
            _ => "class",
        };
        IEnumerable<Type> inherited = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);
        IEnumerable<string> bases = type.IsEnum ? [] : inherited.Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases = bases.Prepend(Name(parent));
        }

        string list = string.Join(", ", bases);
        return (type.IsNestedPublic ? $"{Name(type.DeclaringType!)}." : "") + $"{kind} {Name(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{Access(constructor)}{Name(type).Split('<')[0]}({Parameters(constructor)})")
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Field(FieldInfo field)
    {
        string constant = field.IsLiteral ? $" = {Constant(field.GetRawConstantValue())}" : "";
        string modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{modifiers}{Name(field.FieldType)} {field.Name}{constant}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
        IEnumerable<string> names = accessors.Order(Comparer<MethodInfo>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)))
            .Select(accessor => accessor == property.GetMethod ? "get;" : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;");
        string index = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        return $"{Modifiers(accessors[0])}{Name(property.PropertyType)} {(index.Length > 0 ? $"this[{index}]" : property.Name)} {{ {string.Join(' ', names)} }}";
    }

    private static string Method(MethodInfo method)
    {
        string arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        string returns = (method.ReturnType.IsByRef ? "ref " : "") + Name(method.ReturnType);
        return $"{Access(method)}{Modifiers(method)}{returns} {method.Name}{arguments}({Parameters(method)})";
    }

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method ? "override "
        : method.IsVirtual && !method.IsFinal ? "virtual "
        : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string direction = !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsDefined(typeof(RequiresLocationAttribute)) ? "ref readonly "
            : parameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "in "
            : "ref ";
        string variable = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        string standard = parameter.HasDefaultValue ? $" = {Constant(parameter.RawDefaultValue)}" : "";
        return $"{variable}{direction}{Name(parameter.ParameterType)} {parameter.Name}{standard}";
    }

    private static string Constant(object? value) => value switch
    {
        null => "null",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsPointer)
        {
            return Name(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (s_keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
