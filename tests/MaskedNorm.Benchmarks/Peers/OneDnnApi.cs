using System;
using System.Runtime.InteropServices;

namespace MaskedNorm.Benchmarks.Peers;

/// <summary>What is used of the C interface of oneDNN 2: descriptors are blocks of memory that its own functions fill.</summary>
internal sealed unsafe partial class OneDnnApi
{
    public const int DescriptorBytes = 16384;
    public const int Float32 = 3, BFloat16 = 2;
    public const int ForwardTraining = 64, ForwardInference = 96, Backward = 128;
    public const uint UseScale = 8, UseShift = 16;
    public const int Source = 1, Destination = 17, Mean = 49, Variance = 50, Scale = 51, Shift = 52;
    public const int SourceGradient = 129, DestinationGradient = 145, ScaleGradient = 255, ShiftGradient = 256;

    private const int Cpu = 1, InOrder = 1;

    private readonly nint library;
    private readonly nint engine;

    private OneDnnApi(nint library)
    {
        this.library = library;
        int* version = ((delegate* unmanaged<int*>)Export("dnnl_version"))();
        Name = $"{version[0]}.{version[1]}.{version[2]}";
        if (version[0] != 2)
        {
            return;
        }

        IsUsable = true;
        nint created;
        Check(((delegate* unmanaged<nint*, int, nuint, int>)Export("dnnl_engine_create"))(&created, Cpu, 0));
        engine = created;
        Check(((delegate* unmanaged<nint*, nint, uint, int>)Export("dnnl_stream_create"))(&created, engine, InOrder));
        Stream = created;
        Execute = (delegate* unmanaged<nint, nint, int, Argument*, int>)Export("dnnl_primitive_execute");
        Wait = (delegate* unmanaged<nint, int>)Export("dnnl_stream_wait");
    }

    /// <summary>The version.</summary>
    public string Name { get; }

    /// <summary>Whether it has the interface of version 2.</summary>
    public bool IsUsable { get; }

    public nint Stream { get; }

    public delegate* unmanaged<nint, nint, int, Argument*, int> Execute { get; }

    public delegate* unmanaged<nint, int> Wait { get; }

    /// <summary>Loads the library for one thread; null if it is not there.</summary>
    /// <returns>The library.</returns>
    public static OneDnnApi? Load()
    {
        // OpenMP reads this when it is loaded; it does not see what .NET's own Environment sets.
        _ = SetVariable("OMP_NUM_THREADS", "1", 1);
        foreach (string name in new[] { "libdnnl.so.2", "libdnnl.so.3", "libdnnl.so", "dnnl" })
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return new(library);
            }
        }

        return null;
    }

    /// <summary>The descriptor of a tensor.</summary>
    public nint Tensor(int type, ReadOnlySpan<long> extents, ReadOnlySpan<long> strides)
    {
        nint descriptor = Block();
        fixed (long* e = extents, s = strides)
        {
            Check(((delegate* unmanaged<nint, int, long*, int, long*, int>)Export("dnnl_memory_desc_init_by_strides"))(descriptor, extents.Length, e, type, s));
        }

        return descriptor;
    }

    /// <summary>A tensor in memory.</summary>
    public nint Memory(nint tensor, void* address)
    {
        nint memory;
        Check(((delegate* unmanaged<nint*, nint, nint, void*, int>)Export("dnnl_memory_create"))(&memory, tensor, engine, address));
        return memory;
    }

    public nint LayerNormalization(int propagation, nint data, nint statistics, float epsilon, uint flags)
    {
        nint descriptor = Block();
        Check(((delegate* unmanaged<nint, int, nint, nint, float, uint, int>)Export("dnnl_layer_normalization_forward_desc_init"))(
            descriptor, propagation, data, statistics, epsilon, flags));
        return Describe(descriptor, 0);
    }

    public nint LayerNormalizationBackward(nint data, nint statistics, float epsilon, uint flags, nint forward)
    {
        nint descriptor = Block();
        Check(((delegate* unmanaged<nint, int, nint, nint, nint, float, uint, int>)Export("dnnl_layer_normalization_backward_desc_init"))(
            descriptor, Backward, data, data, statistics, epsilon, flags));
        return Describe(descriptor, forward);
    }

    public nint BatchNormalization(int propagation, nint data, float epsilon, uint flags)
    {
        nint descriptor = Block();
        Check(((delegate* unmanaged<nint, int, nint, float, uint, int>)Export("dnnl_batch_normalization_forward_desc_init"))(
            descriptor, propagation, data, epsilon, flags));
        return Describe(descriptor, 0);
    }

    public nint BatchNormalizationBackward(nint data, float epsilon, uint flags, nint forward)
    {
        nint descriptor = Block();
        Check(((delegate* unmanaged<nint, int, nint, nint, float, uint, int>)Export("dnnl_batch_normalization_backward_desc_init"))(
            descriptor, Backward, data, data, epsilon, flags));
        return Describe(descriptor, forward);
    }

    /// <summary>What runs a described operation.</summary>
    public nint Primitive(nint description)
    {
        nint primitive;
        Check(((delegate* unmanaged<nint*, nint, int>)Export("dnnl_primitive_create"))(&primitive, description));
        return primitive;
    }

    /// <summary>The name of the implementation that the library has chosen.</summary>
    public string Implementation(nint description)
    {
        const int implementation = 8;
        byte* text;
        Check(((delegate* unmanaged<nint, int, int, void*, int>)Export("dnnl_primitive_desc_query"))(description, implementation, 0, &text));
        return Marshal.PtrToStringUTF8((nint)text) ?? "";
    }

    public static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"oneDNN returns status {status}.");
        }
    }

    private static nint Block() => (nint)NativeMemory.AllocZeroed(DescriptorBytes);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private nint Describe(nint descriptor, nint forward)
    {
        nint description;
        Check(((delegate* unmanaged<nint*, nint, nint, nint, nint, int>)Export("dnnl_primitive_desc_create"))(&description, descriptor, 0, engine, forward));
        return description;
    }

    private nint Export(string name) => NativeLibrary.GetExport(library, name);

    /// <summary>An argument of a primitive.</summary>
    /// <param name="Role">What it is.</param>
    /// <param name="Memory">The tensor.</param>
    public readonly record struct Argument(int Role, nint Memory);
}
