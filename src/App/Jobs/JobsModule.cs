using Microsoft.Extensions.Options;
using Photoseek.Indexing;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>The clock of the background work. Quartz only says when; what there is to do stands in the library's own tables.</summary>
internal static class JobsModule
{
    /// <summary>Runs the clock over the schedules of <see cref="AddJobSchedules"/>, and the work that it starts.</summary>
    public static IServiceCollection AddJobClock(this IServiceCollection services)
    {
        // The host's own deadline (30 seconds) ends the wait for a job that does not hear.
        services.AddQuartzHostedService(static service => service.WaitForJobsToComplete = true);
        return services.AddHostedService(static s => s.GetRequiredService<JobClock>());
    }

    /// <summary>Installs the models that this instance needs.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="asked">And those that somebody asks for.</param>
    public static IServiceCollection AddModelInstallation(this IServiceCollection services, bool asked) =>
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<ModelInstallation>(s, asked));

    /// <summary>Adds the schedules, to be read and set, with their tables in the library's database, and starts nothing.</summary>
    public static IServiceCollection AddJobSchedules(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IValidateOptions<SourceListOptions>, ScheduleValidation>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(static scheduler =>
            {
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;

                // What another process sets is heard of within seconds.
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);

                // What a killed server was at is taken up by another within seconds, not within half a minute.
                store.UseClustering(static cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(4);
                });
                store.UseExecutionHistory();
                store.ProvisionSchema();
            });
        });
        services.AddSingleton<JobClock>();
        services.AddSingleton<OwingRequests>();
        return services;
    }
}
